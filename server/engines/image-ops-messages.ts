import type {
  ImageOpsEvent,
  ImageOpsRequest,
  OperationRequest,
  ProcessedFile,
} from '../../src/engine/image-ops/image-ops-engine.ts';

/** A file's bytes with its media type: Blobs do not cross to another process. */
export interface SentFile {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
}

type WithSentFile<T extends { file: Blob }> = Omit<T, 'file'> & { file: SentFile };

export type SentRequest = WithSentFile<ImageOpsRequest>;
type FinishEvent = Extract<ImageOpsEvent, { type: 'finish' }>;
export type SentEvent =
  | Exclude<ImageOpsEvent, FinishEvent>
  | (Omit<FinishEvent, 'files'> & { files: readonly WithSentFile<ProcessedFile>[] });

/** The engine of image operations as a process offers it. */
export interface ImageOpsProcess {
  process(request: SentRequest, signal: AbortSignal): AsyncIterable<SentEvent>;
}

export async function packFile(file: Blob): Promise<SentFile> {
  return { bytes: new Uint8Array(await file.arrayBuffer()), type: file.type };
}

export function unpackFile({ bytes, type }: SentFile): Blob {
  return new Blob([bytes], { type });
}

export async function packRequest(request: ImageOpsRequest): Promise<SentRequest> {
  return {
    ...request,
    file: await packFile(request.file),
    operations: await Promise.all(request.operations.map(packOperation)),
  };
}

/** Pictures among the options become data URLs, which operations take as well. */
async function packOperation({ op, options }: OperationRequest): Promise<OperationRequest> {
  if (typeof options !== 'object' || options === null) return { op, options };
  const entries = Object.entries(options as Record<string, unknown>).map(
    async ([name, value]) =>
      [name, value instanceof Blob ? await toDataUrl(value) : value] as const,
  );
  return { op, options: Object.fromEntries(await Promise.all(entries)) };
}

async function toDataUrl(file: Blob): Promise<string> {
  // The kind of a picture is read from its bytes, whatever its address says.
  return `data:image/png;base64,${Buffer.from(await file.arrayBuffer()).toString('base64')}`;
}

export async function packEvent(event: ImageOpsEvent): Promise<SentEvent> {
  if (event.type !== 'finish') return event;
  const files = event.files.map(async (each) => ({ ...each, file: await packFile(each.file) }));
  return { ...event, files: await Promise.all(files) };
}

export function unpackEvent(event: SentEvent): ImageOpsEvent {
  if (event.type !== 'finish') return event;
  return { ...event, files: event.files.map((each) => ({ ...each, file: unpackFile(each.file) })) };
}
