import type { CueWords } from '../match-cues.ts';

/** A thing that briefs are about. */
export interface SubjectCue {
  words: CueWords;
  /**
   * In English, for image models, with its article; none for words that tell the category and name
   * nothing that can be seen.
   */
  noun?: string;
  /** How the built-in model draws it (stickers/sticker-names.json), the best first. */
  stickers?: readonly string[];
  /**
   * How surely it is what the picture is about: 3 for an occasion or a deal, 2 (default) for a
   * thing, 1 for a setting.
   */
  weight?: 1 | 2 | 3;
}
