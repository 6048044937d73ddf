import { splitWords } from './stemming.ts';
import type { MessageKind } from './message-kinds.ts';

/** A kind of message and how much evidence there is for it. */
export interface RankedKind {
  kind: MessageKind;
  score: number;
  /** Share of the message, 0 to 1, made up of this kind's words. */
  coverage: number;
  /** A word of the message names the kind. */
  isNamed: boolean;
}

/**
 * How sure it is that a message is a question about Triptych: a logistic regression over the
 * nearest text's score, its lead over the other kinds of message, and the share of the message that
 * it carries. Small talk likewise: its score, its lead over texts and over other things, the share
 * that its words carry, and few words. Fitted on generated messages of every kind, with a fifth of
 * the texts' wordings left out; scores with word vectors are larger, hence two sets.
 */
export const calibrations = {
  withVectors: {
    guide: {
      score: -0.061,
      overBeyond: 0.12,
      overCreative: 0.106,
      overSmallTalk: 0.054,
      coverage: 2.1,
      bias: -3.35,
    },
    smallTalk: {
      score: 0.026,
      overTexts: 0.138,
      overBeyond: 0.151,
      coverage: 0.9,
      perWord: -0.188,
      bias: -1.85,
    },
  },
  wordsOnly: {
    guide: {
      score: -0.066,
      overBeyond: 0.118,
      overCreative: 0.126,
      overSmallTalk: 0.08,
      coverage: 2.62,
      bias: -4.2,
    },
    smallTalk: {
      score: 0.063,
      overTexts: 0.127,
      overBeyond: 0.14,
      coverage: 1.51,
      perWord: -0.264,
      bias: -1.1,
    },
  },
};
export type Calibration = (typeof calibrations)['withVectors'];

/** At this threshold, 5 in 100 messages about other things pass for questions about Triptych. */
const sureEvidence = 1;

/**
 * Whether the nearest text, with this score and coverage, answers the message. `kinds` are the
 * other kinds, likeliest first.
 */
export function isSureOfText(
  { score, coverage }: { score: number; coverage: number },
  kinds: readonly RankedKind[],
  { guide: weights }: Calibration,
): boolean {
  const leads =
    weights.overBeyond * (score - findScore(kinds, 'beyond')) +
    weights.overCreative * (score - findScore(kinds, 'creative')) +
    weights.overSmallTalk * (score - findScore(kinds, 'small-talk'));
  return weights.score * score + leads + weights.coverage * coverage + weights.bias > sureEvidence;
}

/**
 * Whether the message is of this kind, unless it is a question about Triptych. `textScore` is that
 * of the nearest text.
 */
export function isLikelyKind(
  { kind, score, coverage, isNamed }: RankedKind,
  message: string,
  textScore: number,
  kinds: readonly RankedKind[],
  { smallTalk }: Calibration,
): boolean {
  if (isNamed || kind.kind === 'beyond') return true;
  if (kind.kind === 'creative') return score > textScore;
  const leads =
    smallTalk.overTexts * (score - textScore) +
    smallTalk.overBeyond * (score - findScore(kinds, 'beyond'));
  return (
    smallTalk.score * score +
      leads +
      smallTalk.coverage * coverage +
      smallTalk.perWord * Math.min(12, splitWords(message).length) +
      smallTalk.bias >
    0
  );
}

function findScore(kinds: readonly RankedKind[], name: MessageKind['kind']): number {
  return kinds.find(({ kind }) => kind.kind === name)?.score ?? 0;
}
