import { readExifTexts, type ExifTexts } from '../exif.ts';
import { isJpeg, readJpegExif, readJpegXmp } from '../jpeg.ts';
import { isPng, readTexts, walkChunks } from '../png-chunks.ts';
import { isWebp, readWebpExif, readWebpXmp } from '../webp.ts';
import type { ReadNote } from './read-note.ts';
import { parseXmp } from './xmp.ts';

/** The texts in a file that may say how it was made. */
export interface FoundTexts {
  /** Our own JSON. */
  own?: string | undefined;
  /** ComfyUI's graph. */
  graph?: string | undefined;
  /** Where a program writes nothing but its parameters. */
  parameters?: string | undefined;
  /** Where anything may stand, in the order in which they are tried. */
  comments: readonly string[];
  hasWorkflow: boolean;
  notes: readonly ReadNote[];
}

/** Keyword of our JSON in a PNG. */
export const OWN_KEYWORD = 'triptych';
const COMMENTS = ['Comment', 'invokeai_metadata', 'Description', 'UserComment'];
const XMP_KEYWORD = 'XML:com.adobe.xmp';
const WANTED = new Set([OWN_KEYWORD, 'parameters', 'prompt', 'workflow', XMP_KEYWORD, ...COMMENTS]);

/** Reads texts from PNG, WebP and JPEG; other kinds have none here. */
export async function findTexts(bytes: Uint8Array<ArrayBuffer>): Promise<FoundTexts> {
  if (isPng(bytes)) return findInPng(bytes);
  const isWebpFile = isWebp(bytes);
  if (!isWebpFile && !isJpeg(bytes)) return { comments: [], hasWorkflow: false, notes: [] };
  const [xmp, exif] = isWebpFile
    ? [readWebpXmp(bytes), readWebpExif(bytes)]
    : [readJpegXmp(bytes), readJpegExif(bytes)];
  return { notes: [], ...merge(xmp, exif) };
}

async function findInPng(bytes: Uint8Array<ArrayBuffer>): Promise<FoundTexts> {
  const notes = new Set<ReadNote>();
  const options = {
    wants: (keyword: string) => WANTED.has(keyword),
    onLeftOut: (why: ReadNote) => notes.add(why),
  };
  const texts = await readTexts(walkChunks(bytes), options);
  const beside = merge(texts.get(XMP_KEYWORD), findPngExif(bytes));
  return {
    own: texts.get(OWN_KEYWORD) ?? beside.own,
    graph: texts.get('prompt') ?? beside.graph,
    parameters: texts.get('parameters') ?? beside.parameters,
    comments: [...COMMENTS.flatMap((keyword) => texts.get(keyword) ?? []), ...beside.comments],
    hasWorkflow: texts.has('workflow') || beside.hasWorkflow,
    notes: [...notes],
  };
}

function findPngExif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  for (const { type, data } of walkChunks(bytes)) if (type === 'eXIf') return data;
  return undefined;
}

function merge(
  xmp: string | undefined,
  exif: Uint8Array<ArrayBuffer> | undefined,
): Omit<FoundTexts, 'notes'> {
  const { parameters, json, comment } = xmp ? parseXmp(xmp) : {};
  const texts: ExifTexts = exif ? readExifTexts(exif) : {};
  const { graph, hasWorkflow } = findGraph(texts);
  const comments = [parameters, comment, texts.userComment, texts.description, texts.comment];
  return { own: json, graph, hasWorkflow, comments: comments.filter((text) => text !== undefined) };
}

/**
 * In WebP, ComfyUI writes "prompt:" and "workflow:", each with its JSON, into fields that are meant
 * for the camera.
 */
function findGraph({
  make,
  model,
  description,
  userComment,
}: ExifTexts): Pick<FoundTexts, 'graph' | 'hasWorkflow'> {
  const texts = [make, model, description, userComment].filter((text) => text !== undefined);
  const graph = texts.find((text) => /^prompt:/i.test(text))?.slice('prompt:'.length);
  return { graph, hasWorkflow: texts.some((text) => /^workflow:/i.test(text)) };
}
