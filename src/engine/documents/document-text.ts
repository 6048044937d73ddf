/** A named part of a text. */
export interface DocumentChapter {
  title: string;
  /** Where it begins in the text, in UTF-16 units. */
  start: number;
}

/** The words of a file. */
export interface DocumentText {
  /** Paragraphs with an empty line between them; Markdown as it was written. */
  text: string;
  /** What could not be read, as a sentence; `null` if everything was. */
  notice: string | null;
  /**
   * In order; absent where the file names none. Those that the text itself names are found by
   * `findHeadings`.
   */
  chapters?: readonly DocumentChapter[];
}
