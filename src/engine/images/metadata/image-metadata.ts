import { isJpeg, readJpegExif, readJpegXmp, writeJpegXmp } from '../jpeg.ts';
import { readUserComment } from '../exif.ts';
import { isPng, readChunks, readTexts, textChunk, writeChunks, type PngChunk } from '../png-chunks.ts';
import { isWebp, readWebpExif, readWebpXmp, writeWebpXmp } from '../webp.ts';
import { formatA1111, parseA1111 } from './a1111.ts';
import { parseComfyui } from './comfyui.ts';
import { imageParametersSchema, type ImageParameters } from './image-parameters.ts';
import { formatXmp, parseXmp } from './xmp.ts';

/** What a file says of how it was made. */
export interface ReadParameters {
  source: 'triptych' | 'a1111' | 'comfyui';
  parameters: Partial<ImageParameters>;
}

/** Keyword of our JSON in a PNG, beside "parameters". */
const KEYWORD = 'triptych';

/** The chunks that tell a PNG's parameters. */
export function parameterChunks(parameters: ImageParameters): PngChunk[] {
  return [
    textChunk('parameters', formatA1111(parameters)),
    textChunk(KEYWORD, JSON.stringify(parameters)),
    ...(parameters.software ? [textChunk('Software', parameters.software)] : []),
  ];
}

/** The same picture with its parameters: texts in a PNG, XMP in WebP and JPEG. Other kinds come back as they are. Throws `invalid_request`. */
export function writeParameters(bytes: Uint8Array<ArrayBuffer>, parameters: ImageParameters): Uint8Array<ArrayBuffer> {
  if (isPng(bytes)) {
    const [header, ...rest] = readChunks(bytes).filter(({ type }) => !['tEXt', 'iTXt', 'zTXt'].includes(type));
    return header ? writeChunks([header, ...parameterChunks(parameters), ...rest]) : bytes;
  }
  const xmp = formatXmp(
    { parameters: formatA1111(parameters), json: JSON.stringify(parameters) },
    parameters.software ?? '',
  );
  if (isWebp(bytes)) return writeWebpXmp(bytes, xmp);
  return isJpeg(bytes) ? writeJpegXmp(bytes, xmp) : bytes;
}

/** Reads what a picture was made with: our own, AUTOMATIC1111's (and all who write its form) or ComfyUI's. `undefined`: nothing there. */
export async function readParameters(bytes: Uint8Array<ArrayBuffer>): Promise<ReadParameters | undefined> {
  const { json, text, comfy } = await readTextsOf(bytes);
  const own = json === undefined ? undefined : imageParametersSchema.safeParse(parseJson(json)).data;
  if (own) return { source: 'triptych', parameters: own };
  const a1111 = text === undefined ? undefined : parseA1111(text);
  if (a1111) return { source: 'a1111', parameters: a1111 };
  const graph = comfy === undefined ? undefined : parseComfyui(comfy);
  return graph && { source: 'comfyui', parameters: graph };
}

interface Texts {
  json?: string | undefined;
  text?: string | undefined;
  comfy?: string | undefined;
}

async function readTextsOf(bytes: Uint8Array<ArrayBuffer>): Promise<Texts> {
  if (isPng(bytes)) {
    const texts = await readTexts(readChunks(bytes));
    return { json: texts.get(KEYWORD), text: texts.get('parameters'), comfy: texts.get('prompt') };
  }
  if (!isWebp(bytes) && !isJpeg(bytes)) return {};
  const [xmp, exif] = isWebp(bytes)
    ? [readWebpXmp(bytes), readWebpExif(bytes)]
    : [readJpegXmp(bytes), readJpegExif(bytes)];
  const { parameters, json } = xmp ? parseXmp(xmp) : {};
  return { json, text: parameters ?? (exif && readUserComment(exif)) };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
