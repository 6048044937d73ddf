/** What was done to a picture, in the words of C2PA 2.2 ("Actions"). */
export type C2paAction =
  | 'c2pa.converted'
  | 'c2pa.cropped'
  | 'c2pa.edited'
  | 'c2pa.edited.metadata'
  | 'c2pa.filtered'
  | 'c2pa.orientation'
  | 'c2pa.resized'
  | 'c2pa.transcoded';

const SOURCES = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** How pixels came about, in the words of the IPTC. */
export const SOURCE_TYPES = {
  /** A model drew them. */
  drawn: `${SOURCES}trainedAlgorithmicMedia`,
  /** A model drew some of them, and some come from another picture. */
  composite: `${SOURCES}compositeWithTrainedAlgorithmicMedia`,
} as const;
export type SourceType = keyof typeof SOURCE_TYPES;

/** What an image operation does. */
export interface OperationAction {
  action: C2paAction;
  /** Where the action alone says too little. */
  description?: string;
  /** Default: no model draws anything. */
  sourceType?: SourceType;
}

/** The action of each image operation, by its name in `image-ops/operations/operations.ts`. */
export const OPERATION_ACTIONS: ReadonlyMap<string, OperationAction> = new Map(
  Object.entries<OperationAction>({
    sanitize: { action: 'c2pa.edited.metadata', description: 'Metadata was removed.' },
    optimize: { action: 'c2pa.transcoded' },
    convert: { action: 'c2pa.converted' },
    resize: { action: 'c2pa.resized' },
    crop: { action: 'c2pa.cropped' },
    pad: { action: 'c2pa.edited', description: 'Space was added around the picture.' },
    rotate: { action: 'c2pa.orientation' },
    flip: { action: 'c2pa.orientation' },
    blur: { action: 'c2pa.filtered', description: 'The picture was blurred.' },
    'clip-focal': { action: 'c2pa.cropped' },
    derivatives: { action: 'c2pa.resized' },
    'cut-out': { action: 'c2pa.edited', description: 'The background was removed.' },
    moderate: {
      action: 'c2pa.edited',
      description: 'A classifier looked at the picture, which was blurred if that flagged it.',
    },
    overlay: { action: 'c2pa.edited', description: 'Text was laid over the picture.' },
    watermark: { action: 'c2pa.edited', description: 'A mark was added to the picture.' },
    'read-mark': {
      action: 'c2pa.edited',
      description: 'A mark was looked for; the picture stays as it is.',
    },
    upscale: {
      action: 'c2pa.resized',
      description: 'A model enlarged the picture.',
      sourceType: 'composite',
    },
  }),
);
