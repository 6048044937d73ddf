/** The words of a file. */
export interface DocumentText {
  /** Paragraphs with an empty line between them; Markdown as it was written. */
  text: string;
  /** What could not be read, as a sentence; `null` where all was. */
  notice: string | null;
}
