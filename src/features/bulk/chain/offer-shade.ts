import type { ChainStep, ChainStore } from './chain-store.ts';

/** Steps that draw a text without a shade. */
const lacksShade = ({ op, options }: ChainStep) => op === 'overlay' && options['shade'] === 'none';

/** Has all texts of a chain get a shade where they are hard to read. */
export function offerShade(chain: ChainStore): void {
  const { steps, setOption } = chain.getState();
  // A box that is too faint is no reason to leave the text as it is.
  for (const { id, options } of steps.filter(lacksShade))
    setOption(id, 'shade', options['background'] ? 'always' : 'auto');
}
