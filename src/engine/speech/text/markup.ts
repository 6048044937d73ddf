import { findCode, maskCode, restoreCode } from './markup-code.ts';
import { blankBlocks } from './markup-blocks.ts';
import { blankTags, softenBrackets } from './markup-html.ts';
import { blankInline } from './markup-inline.ts';
import { blank, NOTHING } from './markup-marks.ts';
import { decodeEntities } from './html-entities.ts';

/**
 * Takes the marks out of Markdown and HTML and leaves the words where they are: the result is as
 * long as the text, so that every word keeps its place. Code loses its fences and keeps its words;
 * links keep their text, images their description.
 */
export function blankMarkup(text: string): string {
  const { text: lines, code: fenced } = blankBlocks(blankFrontMatter(text));
  const code = findCode(lines, fenced);
  const prose = [blankTags, blankInline, decodeProse, softenBrackets].reduce(
    (result, step) => step(result),
    maskCode(lines, code),
  );
  return restoreCode(prose, lines, code);
}

const decodeProse = (text: string) => decodeEntities(text, NOTHING);

/** Between two lines of dashes at the beginning, if it begins with a key. */
function blankFrontMatter(text: string): string {
  return text.replace(/^---\r?\n(?=[\w-]+:)[\s\S]*?\n---(?=\r?\n|$)/, blank);
}
