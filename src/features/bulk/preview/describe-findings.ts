import type { Findings } from '../../../engine/image-ops/findings.ts';
import { wordsOf } from '../chain/operation-table.ts';

type Descriptions = {
  readonly [Kind in keyof Findings]-?: (finding: NonNullable<Findings[Kind]>) => string[];
};

const percent = (share: number) => `${Math.round(100 * share)} %`;

const METHODS: Readonly<Record<NonNullable<Findings['focalPoint']>['method'], string>> = {
  face: 'on a face',
  saliency: 'on what stands out',
  centre: 'in the middle, since nothing stands out',
  given: 'chosen by you',
};

const DESCRIPTIONS: Descriptions = {
  focalPoint: ({ x, y, method }) => [
    `Focal point ${METHODS[method]}: ${percent(x)} from the left, ${percent(y)} from the top`,
  ],
  verdict: ({ flags, probabilities }) => [
    flags.length === 0
      ? 'Content check: nothing flagged'
      : `Content check: flagged as ${flags.map((name) => `${name} (${percent(probabilities[name])} sure)`).join(', ')}`,
  ],
  textBlocks: (blocks) =>
    blocks.flatMap(
      ({ contrast, wantedContrast, needsShade, shadeOpacity, isShortened, missing }) => [
        ...(contrast === undefined
          ? []
          : [`Text: contrast ${contrast.toFixed(1)} to 1 (${wantedContrast} is easy to read)`]),
        ...(shadeOpacity > 0 ? ['A shade was laid behind it, so that it can be read'] : []),
        ...(needsShade && shadeOpacity === 0 ? ['It is hard to read here'] : []),
        ...(isShortened ? ['It did not fit and was shortened'] : []),
        ...(missing === '' ? [] : [`No font has ${missing}`]),
      ],
    ),
  mark: (mark) => [
    mark.found
      ? `Invisible mark: the number ${mark.payload}, ${percent(mark.confidence)} sure${mark.isMirrored ? '; the picture is mirrored' : ''}`
      : 'Invisible mark: none found',
  ],
};

/** Whether a text has too little contrast with the picture, and no shade. */
export function isHardToRead({ textBlocks }: Readonly<Record<string, unknown>>): boolean {
  const blocks = (textBlocks as Findings['textBlocks']) ?? [];
  return blocks.some(({ needsShade, shadeOpacity }) => needsShade && shadeOpacity === 0);
}

/** What operations found out, in lines for people. */
export function describeFindings(findings: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(findings)
    .filter(([, value]) => value !== undefined)
    .flatMap(([kind, value]) => describeFinding(kind, value));
}

/** One that this table does not know is told as it is. */
function describeFinding(kind: string, value: unknown): string[] {
  const describe = (
    DESCRIPTIONS as Readonly<Record<string, ((value: unknown) => string[]) | undefined>>
  )[kind];
  return describe ? describe(value) : [`${wordsOf(kind)}: ${JSON.stringify(value)}`];
}
