import { calibrations, isLikelyKind, isSureOfText, type RankedKind } from './confidence.ts';
import type { GuideText } from './guide-texts.ts';
import { isNamedIn, type MessageKind, messageKinds } from './message-kinds.ts';
import { createPhraseIndex, type PhraseEntry, type PhraseMatch } from './phrase-index.ts';
import type { WordVectors } from './word-vectors.ts';

export interface GuideMatch {
  text: GuideText;
  /** Grows with the likeness; comparable within one index. */
  score: number;
  /**
   * Whether the text answers the message, rather than merely being the nearest. At most the first
   * match of a search does.
   */
  isConfident: boolean;
}

export interface GuideIndex {
  /** The texts nearest to the question, best first; `limit` defaults to 3. */
  search(question: string, limit?: number): GuideMatch[];
  /**
   * All texts, and the message's kind if it is not a question about Triptych; `undefined` if there
   * is no evidence for any.
   */
  judge(message: string): { matches: GuideMatch[]; otherKind: MessageKind | undefined };
}

/** The score bonus for a word that names the job. */
const cueBonus = 6;

/**
 * Finds the guide's texts for a question, and separates questions about Triptych from other
 * messages. Building takes 0.1 to 0.3 s, a search a few milliseconds. Without word vectors it
 * relies on words and synonyms alone, slightly worse.
 */
export function createGuideIndex(texts: readonly GuideText[], vectors?: WordVectors): GuideIndex {
  const textEntries = texts.map(({ id, title, text, questions }): PhraseEntry => ({
    id,
    phrases: [title, ...questions],
    body: text,
  }));
  const kindEntries = messageKinds.map(({ phrases }, row): PhraseEntry => ({
    id: `kind ${row}`,
    phrases,
  }));
  const textOfId = new Map(texts.map((text) => [text.id, text]));
  const kindOfId = new Map(messageKinds.map((kind, row) => [`kind ${row}`, kind]));
  const index = createPhraseIndex([...textEntries, ...kindEntries], vectors);
  const calibration = vectors ? calibrations.withVectors : calibrations.wordsOnly;

  function rankKinds(message: string, ranked: readonly PhraseMatch[]): RankedKind[] {
    return ranked
      .flatMap(({ id, score, coverage }) => {
        const kind = kindOfId.get(id);
        if (!kind) return [];
        const isNamed = isNamedIn(kind, message);
        return [{ kind, score: score + (isNamed ? cueBonus : 0), coverage, isNamed }];
      })
      .sort((a, b) => b.score - a.score);
  }

  function judge(message: string): ReturnType<GuideIndex['judge']> {
    const ranked = index.rank(message);
    const kinds = rankKinds(message, ranked);
    const texts = ranked.flatMap(({ id, score, coverage }) => {
      const text = textOfId.get(id);
      return text ? [{ text, score, coverage }] : [];
    });
    const matches = texts.map((match, place) => ({
      text: match.text,
      score: match.score,
      isConfident: place === 0 && isSureOfText(match, kinds, calibration),
    }));
    const textScore = texts[0]?.score ?? 0;
    const otherKind = kinds.find((kind) =>
      isLikelyKind(kind, message, textScore, kinds, calibration),
    )?.kind;
    return { matches, otherKind };
  }

  return { judge, search: (question, limit = 3) => judge(question).matches.slice(0, limit) };
}
