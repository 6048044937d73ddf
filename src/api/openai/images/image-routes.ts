import type { z } from '@hono/zod-openapi';
import { EngineError } from '../../../engine/errors.ts';
import type { ImageRequest } from '../../../engine/diffusion/diffusion-engine.ts';
import type { ImageManifest } from '../../../engine/models/manifest.ts';
import { addRoute, type ApiApp, type ApiCall } from '../../http/add-route.ts';
import { readPicture } from '../../pictures/read-picture.ts';
import { findModel } from '../models/find-model.ts';
import { answerPictures, type PictureHome } from './answer-pictures.ts';
import {
  editRequestSchema,
  generationRequestSchema,
  imageEventSchema,
  imagesResponseSchema,
  variationRequestSchema,
  type WireImageOptions,
  type WirePicture,
} from './image-schema.ts';
import { readMask } from './read-mask.ts';
import { toImageRequest } from './to-image-request.ts';

const plainAnswer = { 'application/json': imagesResponseSchema };
const answers = {
  200: {
    description: 'The pictures',
    content: { ...plainAnswer, 'text/event-stream': imageEventSchema },
  },
};

/** `POST /v1/images/generations`, `/edits` and `/variations`. */
export function addImageRoutes(app: ApiApp, home: PictureHome): void {
  const route = { method: 'post', tag: 'Images', takesForms: true } as const;
  addRoute(
    app,
    {
      ...route,
      path: '/v1/images/generations',
      summary: 'Draws pictures',
      body: generationRequestSchema,
      answers,
    },
    async (call) => {
      const manifest = await chooseModel(call, home);
      const request = toImageRequest(call.body, manifest, call.warn);
      return answerPictures(call, request, { ...call.body, kind: 'image_generation' }, home);
    },
  );
  addRoute(
    app,
    {
      ...route,
      path: '/v1/images/edits',
      summary: 'Redraws a picture, or part of one',
      body: editRequestSchema,
      answers,
    },
    (call) => answerEdit(call, home),
  );
  addRoute(
    app,
    {
      ...route,
      path: '/v1/images/variations',
      summary: 'Draws other pictures like this one',
      body: variationRequestSchema,
      answers: { 200: { description: 'The pictures', content: plainAnswer } },
    },
    async (call) => {
      const { image: wire, ...options } = call.body;
      const manifest = await chooseModel(call, home);
      const image = await openPicture(call, { wire, param: 'image', home, manifest });
      const request = { ...toImageRequest(options, manifest, call.warn), image };
      return answerPictures(call, request, { ...options, kind: 'image_edit' }, home);
    },
  );
}

type ImageCall = ApiCall<Omit<WireImageOptions, 'image'>>;

async function chooseModel({ body, trace }: ImageCall, home: PictureHome): Promise<ImageManifest> {
  const manifest = await findModel(home.services, 'image', body.model);
  trace.note({ model: manifest.id });
  return manifest;
}

async function answerEdit(
  call: ApiCall<z.output<typeof editRequestSchema>>,
  home: PictureHome,
): Promise<Response> {
  const { image: one, images, mask, ...options } = call.body;
  const [wire, ...others] = [one ?? images ?? []].flat();
  if (!wire) fail('invalid_request', 'Send the picture to edit as image.');
  if (others.length > 0) fail('not_supported', 'One picture can be edited at a time.');
  const manifest = await chooseModel(call, home);
  const image = await openPicture(call, { wire, param: 'image', home, manifest });
  const request: ImageRequest = { ...toImageRequest(options, manifest, call.warn), image };
  if (mask) {
    if (!manifest.capabilities.inpaint)
      fail('not_supported', `${manifest.id} cannot draw a part of a picture.`, 'mask');
    const pixels = await openPicture(call, { wire: mask, param: 'mask', home, manifest });
    request.mask = readMask(pixels, image);
  }
  return answerPictures(call, request, { ...options, kind: 'image_edit' }, home);
}

interface PictureToOpen {
  wire: WirePicture;
  param: string;
  home: PictureHome;
  manifest: ImageManifest;
}

async function openPicture(
  { signal }: ApiCall<unknown>,
  { wire, param, home: { services }, manifest }: PictureToOpen,
) {
  if (!manifest.capabilities.imageToImage)
    fail('not_supported', `${manifest.id} cannot start from a picture.`, 'model');
  return services.decodePicture(await readPicture(wire, { param, services, signal }), signal);
}

function fail(code: 'invalid_request' | 'not_supported', message: string, param = 'image'): never {
  throw new EngineError(code, message, { details: { param } });
}
