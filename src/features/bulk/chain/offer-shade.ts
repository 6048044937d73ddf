import type { ChainStep, ChainStore, StepOptions } from './chain-store.ts';

/** Has all texts of a chain get a shade where they are hard to read. */
export function offerShade(chain: ChainStore): void {
  const { steps, changeOptions } = chain.getState();
  const lacking = steps.filter(lacksShade);
  changeOptions(new Map(lacking.map(({ id, options }) => [id, withShade(options)])));
}

const lacksShade = ({ op, options }: ChainStep) => op === 'overlay' && options['shade'] === 'none';

/** A box that is too faint is no reason to leave the text as it is. */
function withShade(options: StepOptions): StepOptions {
  return { ...options, shade: options['background'] ? 'always' : 'auto' };
}
