import { expect, it } from 'vitest';
import { describeFindings, isHardToRead } from './describe-findings.ts';

const block = {
  left: 0,
  top: 0,
  width: 9,
  height: 9,
  size: 12,
  lines: 1,
  isShortened: false,
  missing: '',
  contrast: 2.04,
  wantedContrast: 4.5,
  needsShade: true,
  shadeOpacity: 0.4,
};
const probabilities = { drawing: 0, hentai: 0, neutral: 0.1, porn: 0.876, sexy: 0 };

it('says in words what was found', () => {
  expect(
    describeFindings({
      focalPoint: { x: 0.3125, y: 0.4, method: 'face' },
      verdict: { isFlagged: true, flags: ['porn'], probabilities },
      textBlocks: [block, { ...block, shadeOpacity: 0, missing: 'ก', isShortened: true }],
      mark: { found: true, payload: 12, confidence: 0.99999, isMirrored: true },
      colours: ['red'],
      absent: undefined,
    }),
  ).toEqual([
    'Focal point on a face: 31 % from the left, 40 % from the top',
    'Content check: flagged as porn (88 % sure)',
    'Text: contrast 2.0 to 1 (4.5 is easy to read)',
    'A shade was laid behind it, so that it can be read',
    'Text: contrast 2.0 to 1 (4.5 is easy to read)',
    'It is hard to read here',
    'It did not fit and was shortened',
    'No font has ก',
    'Invisible mark: the number 12, 100 % sure; the picture is mirrored',
    'Colours: ["red"]',
  ]);
});

it('says plainly that nothing was found', () => {
  expect(
    describeFindings({
      verdict: { isFlagged: false, flags: [], probabilities },
      mark: { found: false, confidence: 0 },
    }),
  ).toEqual(['Content check: nothing flagged', 'Invisible mark: none found']);
});

it('a text that is hard to read and has no shade is one for which a shade is offered', () => {
  const hard = { needsShade: true, shadeOpacity: 0 };
  expect(isHardToRead({ textBlocks: [{ ...hard, shadeOpacity: 0.4 }, hard] })).toBe(true);
  expect(isHardToRead({ textBlocks: [{ ...hard, shadeOpacity: 0.4 }] })).toBe(false);
  expect(isHardToRead({ textBlocks: [{ ...hard, needsShade: false }] })).toBe(false);
  expect(isHardToRead({})).toBe(false);
});
