import type { ImageEvent, ImageRequest } from '../../../engine/diffusion/diffusion-engine.ts';
import { encodePng } from '../../../engine/images/png.ts';
import { encodeBase64, encodeFile } from '../../base64.ts';
import { shelve } from '../../files/file-routes.ts';
import type { FileShelf } from '../../files/file-shelf.ts';
import type { ApiCall } from '../../http/add-route.ts';
import type { ServerEvent } from '../../http/event-stream.ts';
import type { RequestTrace } from '../../http/request-trace.ts';
import type { ApiServices } from '../../services.ts';
import { nowSeconds } from '../wire-ids.ts';
import type { WireImageOptions } from './image-schema.ts';
import { type OutputChoice, writePicture } from './write-picture.ts';

export interface PictureHome {
  services: ApiServices;
  files: FileShelf;
  /** As in `ApiOptions`. */
  root?: string;
}

type AnswerOptions = Omit<WireImageOptions, 'image'>;

/** Draws, and answers with all pictures or with events as they are made. */
export async function answerPictures(
  call: ApiCall<unknown>,
  request: ImageRequest,
  options: AnswerOptions & { kind: 'image_generation' | 'image_edit' },
  home: PictureHome,
): Promise<Response> {
  const output = chooseOutput(options);
  if (options.stream)
    return call.answerEvents((signal) =>
      streamPictures(home.services.diffusion.generate(request, signal), {
        kind: options.kind,
        partialImages: options.partial_images ?? 0,
        output,
        services: home.services,
        trace: call.trace,
        signal,
      }),
    );
  return call.answerOnce((signal) => drawAll(request, { options, output, home, call, signal }));
}

interface DrawOptions {
  options: AnswerOptions;
  output: OutputChoice;
  home: PictureHome;
  call: ApiCall<unknown>;
  signal: AbortSignal;
}

async function* drawAll(
  request: ImageRequest,
  { options, output, home, call, signal }: DrawOptions,
): AsyncGenerator<undefined, object> {
  const data: object[] = [];
  let size = '';
  for await (const event of home.services.diffusion.generate(request, signal)) {
    if (event.type === 'step-end') yield;
    if (event.type !== 'image-end') continue;
    call.trace.countPictures(1);
    const file = await writePicture(event, output, home.services, signal);
    size = `${event.width}x${event.height}`;
    const { seed } = event.parameters;
    data.push(
      options.response_format === 'url'
        ? {
            url: await shelve(home.files, file, home.root ?? new URL('/', call.request.url).href),
            seed,
          }
        : { b64_json: await encodeFile(file), seed },
    );
  }
  return { created: nowSeconds(), data, output_format: output.format, size };
}

function chooseOutput({ output_format, output_compression }: AnswerOptions): OutputChoice {
  return {
    format: output_format ?? 'png',
    ...(output_compression != null && { quality: output_compression }),
  };
}

interface StreamOptions {
  kind: 'image_generation' | 'image_edit';
  /** At most, of each picture. */
  partialImages: number;
  output: OutputChoice;
  services: ApiServices;
  trace: RequestTrace;
  signal: AbortSignal;
}

async function* streamPictures(
  events: AsyncIterable<ImageEvent>,
  { kind, partialImages, output, services, trace, signal }: StreamOptions,
): AsyncGenerator<ServerEvent> {
  const write = (type: 'partial_image' | 'completed', size: string, more: object) => ({
    event: `${kind}.${type}`,
    data: {
      type: `${kind}.${type}`,
      created_at: nowSeconds(),
      size,
      background: 'opaque',
      quality: 'auto',
      ...more,
    },
  });
  let size = '';
  let sent = 0;
  for await (const event of events) {
    if (event.type === 'generation-start') size = `${event.width}x${event.height}`;
    if (event.type === 'step-end' && event.preview && isDue(event, sent, partialImages)) {
      const b64_json = encodeBase64(await encodePng(event.preview));
      const more = { b64_json, output_format: 'png', partial_image_index: sent++ };
      yield write('partial_image', size, more);
    }
    if (event.type !== 'image-end') continue;
    sent = 0;
    trace.countPictures(1);
    const b64_json = await encodeFile(await writePicture(event, output, services, signal));
    const { seed } = event.parameters;
    yield write('completed', size, { b64_json, output_format: output.format, seed });
  }
}

/** Partial images are spread over the steps before the last. */
function isDue({ step, of }: { step: number; of: number }, sent: number, wanted: number): boolean {
  return step < of && sent < wanted && step >= ((sent + 1) * of) / (wanted + 1);
}
