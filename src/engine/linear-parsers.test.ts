import { describe, expect, it } from 'vitest';
import { parseRecipe } from './bulk/recipe.ts';
import { findSubjectWords } from './chat/guide/brief.ts';
import { findColours } from './chat/guide/colour-sense.ts';
import { parsePrompt } from './chat/guide/image-prompt.ts';
import { findSubject, findTheme, makeImpersonal, stripWork } from './chat/guide/job-subject.ts';
import { splitWords as splitStems } from './chat/guide/stemming.ts';
import { readStickerRequest } from './chat/guide/stickers.ts';
import { parseRegex } from './chat/json/regex-parser.ts';
import { readDrawRequest } from './chat/pictures/draw-request.ts';
import { findPictureIdeas } from './chat/pictures/find-picture-ideas.ts';
import { readElements, readMembers } from './chat/turns/json-scanner.ts';
import { parseWeights } from './diffusion/prompts/prompt-weights.ts';
import { findHeadings } from './documents/find-headings.ts';
import { readHtml } from './documents/html-text.ts';
import { parseA1111 } from './images/metadata/a1111.ts';
import { parseComfyui } from './images/metadata/comfyui.ts';
import { parseProgramJson } from './images/metadata/other-programs.ts';
import { readFields } from './images/metadata/parameter-line.ts';
import { parsePythonJson } from './images/metadata/python-json.ts';
import { parseXmp } from './images/metadata/xmp.ts';
import { findSuperlinear, HOSTILE_UNITS } from './linear-time.fixture.ts';
import { readHubAddress } from './models/hub/hub-address.ts';
import { parseJson } from './parse-json.ts';
import { makeCaptions } from './speech/subtitles.ts';
import { findCompleteEnd } from './speech/text/complete-text.ts';
import { blankMarkup } from './speech/text/markup.ts';
import { loadNormalizer } from './speech/text/normalizer.ts';
import { readSentences } from './speech/text/read-text.ts';
import { findStickerName, readStickerPrompt } from './stickers/sticker-names.ts';
import { readBrief } from './studio/brief/read-brief.ts';

/** An error is an answer, too, but not one that comes late. */
const orError =
  (work: (text: string) => unknown) =>
  (text: string): void => {
    try {
      work(text);
    } catch (thrown) {
      if (thrown instanceof RangeError) throw thrown;
    }
  };

const english = await loadNormalizer('en-us', false);

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  'a recipe': parseRecipe,
  'words of a brief': findSubjectWords,
  colours: findColours,
  "a model's prompt": parsePrompt,
  'a subject': findSubject,
  'a theme': findTheme,
  'a subject without work': stripWork,
  'an impersonal subject': makeImpersonal,
  stems: splitStems,
  'a request for stickers': readStickerRequest,
  'a regular expression': parseRegex,
  'a request to draw': readDrawRequest,
  'picture ideas': (text) => findPictureIdeas(text, text),
  'members of JSON': readMembers,
  'elements of JSON': readElements,
  'weights of a prompt': parseWeights,
  headings: findHeadings,
  HTML: (text) => readHtml(text, { isXhtml: false }),
  XHTML: (text) => readHtml(text, { isXhtml: true }),
  'parameters of A1111': parseA1111,
  'a graph of ComfyUI': parseComfyui,
  'JSON of other programs': parseProgramJson,
  'a line of parameters': readFields,
  'JSON as Python writes it': parsePythonJson,
  XMP: parseXmp,
  'the address of a hub': readHubAddress,
  JSON: parseJson,
  captions: (text) =>
    makeCaptions(
      [
        {
          start: 0,
          end: text.length,
          words: [{ start: 0, end: 1, startSeconds: 0, endSeconds: 1 }],
          durationSeconds: 1,
        },
      ],
      text,
    ),
  'a complete text': (text) => findCompleteEnd(text, 0),
  markup: blankMarkup,
  'sentences in English': (text) => [...readSentences(text, english)],
  'a sticker': findStickerName,
  "a sticker's prompt": readStickerPrompt,
  'a brief': readBrief,
};

describe('takes time linear in its text', () => {
  it.each(Object.entries(PARSERS))('%s', { timeout: 120_000 }, (_, parse) => {
    expect(findSuperlinear(HOSTILE_UNITS, orError(parse))).toEqual([]);
  });
});
