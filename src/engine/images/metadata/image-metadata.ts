import { isJpeg, writeJpegXmp } from '../jpeg.ts';
import { isPng, readChunks, textChunk, writeChunks, type PngChunk } from '../png-chunks.ts';
import { isWebp, writeWebpXmp } from '../webp.ts';
import { formatA1111, parseA1111 } from './a1111.ts';
import { readComfyui } from './comfyui.ts';
import { findTexts, OWN_KEYWORD, type FoundTexts } from './find-texts.ts';
import { imageParametersSchema, type ImageParameters } from './image-parameters.ts';
import { parseProgramJson, type JsonProgram } from './other-programs.ts';
import { keepPossible } from './possible-values.ts';
import { parsePythonJson } from './python-json.ts';
import type { ReadNote } from './read-note.ts';
import { formatXmp } from './xmp.ts';

/** What a file says about how it was made. */
export interface ReadParameters {
  source: 'triptych' | 'a1111' | 'comfyui' | JsonProgram;
  parameters: Partial<ImageParameters>;
}

/** The same, with notes on what could not be read. */
export interface PictureTexts {
  read?: ReadParameters | undefined;
  notes: readonly ReadNote[];
}

/** The chunks with a PNG's parameters. */
export function parameterChunks(parameters: ImageParameters): PngChunk[] {
  return [
    textChunk('parameters', formatA1111(parameters)),
    textChunk(OWN_KEYWORD, JSON.stringify(parameters)),
    ...(parameters.software ? [textChunk('Software', parameters.software)] : []),
  ];
}

/**
 * The same picture with its parameters: texts in a PNG, XMP in WebP and JPEG. Other kinds come back
 * as they are. Throws `invalid_request`.
 *
 * @example
 * import { encodePng } from '../png.ts';
 * const picture = await encodePng({ width: 1, height: 1, data: new Uint8ClampedArray(4) });
 * const size = { width: 1, height: 1, model: 'tiny' };
 * const steps = { seed: 7, numInferenceSteps: 2, guidanceScale: 1, scheduler: 'euler' };
 * const parameters = { prompt: 'a fox', ...steps, ...size };
 * const read = await readParameters(writeParameters(picture, parameters));
 * read?.parameters.prompt; // → 'a fox'
 */
export function writeParameters(
  bytes: Uint8Array<ArrayBuffer>,
  parameters: ImageParameters,
): Uint8Array<ArrayBuffer> {
  if (isPng(bytes)) {
    const [header, ...rest] = readChunks(bytes).filter(
      ({ type }) => !['tEXt', 'iTXt', 'zTXt'].includes(type),
    );
    return header ? writeChunks([header, ...parameterChunks(parameters), ...rest]) : bytes;
  }
  const xmp = formatXmp(
    { parameters: formatA1111(parameters), json: JSON.stringify(parameters) },
    parameters.software ?? '',
  );
  if (isWebp(bytes)) return writeWebpXmp(bytes, xmp);
  return isJpeg(bytes) ? writeJpegXmp(bytes, xmp) : bytes;
}

/**
 * Reads what a picture was made with, from PNG, WebP and JPEG: our own, AUTOMATIC1111's form (and
 * all who write it), ComfyUI's graph, or the JSON of one of `other-programs.ts`. Only values that
 * are sure and possible. Time and memory are bounded by the file's length and by 16 MB of unpacked
 * texts; nothing in a file makes it throw.
 */
export async function readPictureTexts(bytes: Uint8Array<ArrayBuffer>): Promise<PictureTexts> {
  const texts = await findTexts(bytes);
  const { read, notes } = parseTexts(texts);
  const parameters = read && keepPossible(read.parameters);
  return {
    read: read && parameters && { source: read.source, parameters },
    notes: [...texts.notes, ...notes],
  };
}

/** What `readPictureTexts` reads; `undefined`: nothing there. */
export async function readParameters(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<ReadParameters | undefined> {
  return (await readPictureTexts(bytes)).read;
}

function parseTexts({ own, parameters, graph, comments, hasWorkflow }: FoundTexts): PictureTexts {
  const ours =
    own === undefined ? undefined : imageParametersSchema.safeParse(parsePythonJson(own)).data;
  if (ours) return { read: { source: 'triptych', parameters: ours }, notes: [] };
  const told = parameters === undefined ? undefined : parseText(parameters);
  if (told) return { read: told, notes: [] };
  const drawn = graph === undefined ? undefined : readComfyui(graph);
  if (drawn?.parameters)
    return { read: { source: 'comfyui', parameters: drawn.parameters }, notes: drawn.notes };
  for (const comment of comments) {
    const read = parseText(comment);
    if (read) return { read, notes: [] };
  }
  return { notes: drawn?.notes ?? describeRest(parameters, hasWorkflow) };
}

/** Longer texts are pictures or logs, not words. */
const MAX_TEXT_LENGTH = 2 ** 20;

function parseText(text: string): ReadParameters | undefined {
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  const program = parseProgramJson(text);
  if (program) return program;
  const parameters = parseA1111(text);
  return parameters && { source: 'a1111', parameters };
}

function describeRest(parameters: string | undefined, hasWorkflow: boolean): ReadNote[] {
  if (parameters !== undefined)
    return [parameters.length > MAX_TEXT_LENGTH ? 'texts-too-long' : 'form-unknown'];
  return hasWorkflow ? ['workflow-only'] : [];
}
