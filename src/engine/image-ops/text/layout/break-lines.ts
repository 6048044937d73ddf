import { splitGraphemes } from './graphemes.ts';
import { splitChunks } from './line-chunks.ts';
import { findDirection, type TextDirection } from './text-direction.ts';

/** Width of a text in ems: for a font of 1 pixel. */
export type MeasureText = (text: string) => number;

export interface TextLine {
  text: string;
  /** In ems. */
  width: number;
  /** Of its paragraph. */
  direction: TextDirection;
}

export interface BrokenText {
  lines: readonly TextLine[];
  /** How often a word was cut that was wider than a line. */
  cuts: number;
}

/** Text that was cut into chunks, to be broken at several widths. */
export interface TextToBreak {
  paragraphs: readonly { chunks: readonly string[]; direction: TextDirection }[];
  measure: MeasureText;
}

export function prepareText(text: string, measure: MeasureText): TextToBreak {
  const paragraphs = text.split('\n').map((paragraph) => ({
    chunks: splitChunks(paragraph),
    direction: findDirection(paragraph),
  }));
  return { paragraphs, measure };
}

/**
 * Fills lines of a width in ems with as many words as they hold. New lines of the text are kept; a
 * word that is wider than a line is cut between characters.
 */
export function breakLines({ paragraphs, measure }: TextToBreak, maxWidth: number): BrokenText {
  let cuts = 0;
  const lines = paragraphs.flatMap(({ chunks, direction }) => {
    const filling = createLineFilling(maxWidth, measure);
    for (const chunk of chunks) filling.add(chunk);
    const filled = filling.end();
    cuts += filled.cuts;
    return filled.lines.map((line) => ({ ...line, direction }));
  });
  return { lines, cuts };
}

/** Rounding must not send a word to the next line that fits exactly. */
const SLACK = 1e-6;

function createLineFilling(maxWidth: number, measure: MeasureText) {
  const lines: { text: string; width: number }[] = [];
  let cuts = 0;
  let text = '';
  /** Without the spaces at its end. */
  let width = 0;
  let spaces = 0;
  function push(): void {
    lines.push({ text: text.trimEnd(), width });
    text = '';
    width = 0;
    spaces = 0;
  }
  function append(word: string, wordWidth: number, trailing: string): void {
    text += word + trailing;
    width += spaces + wordWidth;
    spaces = trailing === '' ? 0 : measure(trailing);
  }
  return {
    add(chunk: string): void {
      const word = chunk.trimEnd();
      const wordWidth = measure(word);
      const isTooWide = width + spaces + wordWidth > maxWidth + SLACK;
      if (text !== '' && isTooWide) push();
      if (wordWidth <= maxWidth + SLACK) return append(word, wordWidth, chunk.slice(word.length));
      for (const grapheme of splitGraphemes(word)) {
        const own = measure(grapheme);
        if (text !== '' && width + own > maxWidth + SLACK) {
          push();
          cuts++;
        }
        append(grapheme, own, '');
      }
      append('', 0, chunk.slice(word.length));
    },
    /** An empty paragraph is an empty line. */
    end() {
      push();
      return { lines, cuts };
    },
  };
}
