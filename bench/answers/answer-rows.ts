import type { BenchRow } from '../bench.ts';
import type { AnswerTime } from './answer-side.ts';

/** What may be added to the time until the first byte. */
const FIRST_AIM_MS = 5;

/** What the way to an engine costs over calling it directly. */
export function compareAnswers(
  what: string,
  ours: AnswerTime,
  direct: AnswerTime,
  peerName: string,
): BenchRow[] {
  // Tokens that come without a pause take less than anyone would say in milliseconds.
  const [unit, factor] = direct.perTokenMs < 1 ? ['µs', 1000] : ['ms', 1];
  return [
    {
      what: `${what}, a token`,
      ...{ ours: ours.perTokenMs * factor, peer: direct.perTokenMs * factor, peerName, unit },
    },
    {
      what: `${what}, added before the first token`,
      ...{ ours: ours.firstMs - direct.firstMs, peer: FIRST_AIM_MS, peerName: 'the aim' },
      unit: 'ms',
    },
  ];
}
