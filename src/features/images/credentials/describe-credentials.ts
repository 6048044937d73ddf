import type {
  CredentialsReport,
  CredentialsState,
  ReportedAction,
  ReportedIngredient,
} from '../../../engine/credentials/credentials-report.ts';

export type FoundCredentials = Exclude<CredentialsReport, { state: 'none' }>;

const STATES: Readonly<Record<CredentialsState, string>> = {
  yours: 'Valid: nothing has changed since it was signed with this browser’s key.',
  'unknown-signer':
    'Valid, but from an unknown signer: nothing has changed since it was signed, but nobody here can vouch for the name.',
  changed:
    'Changed since it was signed: the picture or its credentials are not what was signed, so do not rely on what they say.',
  broken: 'Broken: these credentials cannot be checked, so do not rely on what they say.',
};

/** Whether credentials hold, in a sentence. */
export function describeState(state: CredentialsState): string {
  return STATES[state];
}

/** How pixels came about, by the last part of the IPTC's address. */
const SOURCES = new Map(
  Object.entries({
    algorithmicMedia: 'Made by a program',
    algorithmicallyEnhanced: 'Enhanced by a program',
    compositeSynthetic: 'Partly synthetic',
    compositeWithTrainedAlgorithmicMedia: 'Partly drawn by a model',
    computationalCapture: 'Taken with a camera, and computed from several pictures',
    dataDrivenMedia: 'Drawn from data',
    digitalArt: 'Drawn by a person',
    digitalCapture: 'Taken with a camera',
    digitalCreation: 'Made by a person',
    humanEdits: 'Edited by a person',
    negativeFilm: 'Scanned from a negative',
    positiveFilm: 'Scanned from film',
    print: 'Scanned from a print',
    screenCapture: 'A picture of a screen',
    trainedAlgorithmicMedia: 'Drawn by a model',
    virtualRecording: 'Recorded in a virtual place',
  }),
);

const ACTIONS = new Map(
  Object.entries({
    'c2pa.color_adjustments': 'Colours changed',
    'c2pa.adjustedColor': 'Colours changed',
    'c2pa.addedText': 'Text added',
    'c2pa.converted': 'Saved in another format',
    'c2pa.created': 'Created',
    'c2pa.cropped': 'Cropped',
    'c2pa.deleted': 'A part deleted',
    'c2pa.drawing': 'Drawn on',
    'c2pa.edited': 'Edited',
    'c2pa.edited.metadata': 'Metadata changed',
    'c2pa.enhanced': 'Enhanced',
    'c2pa.filtered': 'Filter applied',
    'c2pa.opened': 'Opened from a file',
    'c2pa.orientation': 'Turned or mirrored',
    'c2pa.placed': 'Another picture placed in it',
    'c2pa.published': 'Published',
    'c2pa.redacted': 'Details removed from its credentials',
    'c2pa.removed': 'A part removed',
    'c2pa.repackaged': 'Repackaged',
    'c2pa.resized': 'Resized',
    'c2pa.resized.proportional': 'Resized',
    'c2pa.transcoded': 'Encoded again',
    'c2pa.unknown': 'Something unknown was done',
    'c2pa.watermarked': 'Watermark added',
  }),
);

/**
 * One step of how a picture was made, with the model or the program that took it; `generator`, which
 * is named already, is left out.
 */
export function describeAction(step: ReportedAction, generator?: string): string {
  const { action, description, sourceType, model, software } = step;
  const source = sourceType === undefined ? undefined : SOURCES.get(sourceType);
  const done = ACTIONS.get(action) ?? action;
  // For something created, how it came about says it all.
  const what = action === 'c2pa.created' ? (source ?? done) : (description ?? done);
  const how = action === 'c2pa.created' || description ? undefined : source?.toLowerCase();
  const by = model ?? (software === generator ? undefined : software);
  return `${[what.replace(/\.$/, ''), how].filter(Boolean).join(', ')}${by ? ` (${by})` : ''}`;
}

/** A file that a picture was made from. */
export function describeIngredient({ title, credentials, signer }: ReportedIngredient): string {
  const file = `Made from ${title ?? 'a file'}`;
  if (credentials === 'none') return `${file} without its own credentials.`;
  const held = credentials === 'valid' ? 'signed by' : 'whose credentials did not hold, from';
  return `${file}, ${held} ${signer ?? 'somebody unnamed'}:`;
}

/** Day and minute in the person's own form; as it stands where it is no date. */
export function describeDate(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime())
    ? text
    : date.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
}
