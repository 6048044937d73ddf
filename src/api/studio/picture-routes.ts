import { EngineError } from '../../engine/errors.ts';
import type { FocalPoint } from '../../engine/image-ops/focal/focal-point.ts';
import { encodeFile } from '../base64.ts';
import { definedOnly } from '../../engine/defined-only.ts';
import { addRoute, type ApiApp, type ApiCall } from '../http/add-route.ts';
import { readPicture } from '../pictures/read-picture.ts';
import { runOperations } from '../pictures/run-operations.ts';
import type { ApiServices } from '../services.ts';
import { checkSizes } from './check-sizes.ts';
import {
  derivativesAnswerSchema,
  derivativesRequestSchema,
  processAnswerSchema,
  processRequestSchema,
  type WireDerivativesRequest,
  type WireProcessRequest,
  type WireSource,
} from './studio-schema.ts';
import { toOperations } from './to-operations.ts';
import { formatOf, writeDerivatives } from './write-files.ts';

/** `POST /process`, `/derivatives` and `/derivatives/clip-focal`. */
export function addPictureRoutes(app: ApiApp, services: ApiServices): void {
  const route = { method: 'post', tag: 'Studio', takesForms: true } as const;
  addRoute(
    app,
    {
      ...route,
      path: '/process',
      summary: 'Does operations on a picture',
      body: processRequestSchema,
      answers: {
        200: { description: 'The picture', content: { 'application/json': processAnswerSchema } },
      },
    },
    (call) => processPicture(call, services),
  );
  for (const [path, summary] of [
    ['/derivatives', 'Makes the sizes that a page needs'],
    ['/derivatives/clip-focal', 'Makes sizes that keep what matters in the picture'],
  ] as const)
    addRoute(
      app,
      {
        ...route,
        path,
        summary,
        body: derivativesRequestSchema,
        answers: {
          200: {
            description: 'The sizes',
            content: { 'application/json': derivativesAnswerSchema },
          },
        },
      },
      (call) => makeDerivatives(call, services),
    );
}

async function processPicture(
  call: ApiCall<WireProcessRequest>,
  services: ApiServices,
): Promise<Response> {
  const { body, signal, answerJson } = call;
  const file = await readSource(call, services);
  const operations = toOperations([body.operations ?? 'sanitize'].flat(), body.options);
  const sizes = operations.filter(({ op }) => op === 'derivatives');
  const others = operations.filter(({ op }) => op !== 'derivatives');
  const { files, findings } = await runOperations(services.imageOps, file, others, signal);
  const [picture] = files;
  if (!picture) throw new EngineError('internal', 'The operations gave no picture.');
  // Sizes are made of the finished picture, which stays beside them.
  const made =
    sizes.length > 0
      ? await runOperations(services.imageOps, picture.file, sizes, signal)
      : { files: [], findings: {} };
  const { width, height } = picture;
  return answerJson({
    imageData: await encodeFile(picture.file),
    format: formatOf(picture.file),
    ...{ width, height, bytes: picture.file.size },
    ...(sizes.length > 0 && { derivatives: await writeDerivatives(made.files) }),
    metadata: { ...findings, ...made.findings },
  });
}

const CENTRE: FocalPoint = { x: 0.5, y: 0.5, method: 'centre' };

async function makeDerivatives(
  call: ApiCall<WireDerivativesRequest>,
  services: ApiServices,
): Promise<Response> {
  const { family, sizes, focalPoint, format, quality } = call.body;
  checkSizes(sizes ?? []);
  const file = await readSource(call, services);
  const options = definedOnly({ family, sizes, focalPoint, format, quality });
  const operations = [{ op: 'derivatives', options }];
  const made = await runOperations(services.imageOps, file, operations, call.signal);
  return call.answerJson({
    derivatives: await writeDerivatives(made.files),
    focalPoint: made.findings.focalPoint ?? CENTRE,
  });
}

async function readSource(
  { body, signal }: ApiCall<WireSource>,
  services: ApiServices,
): Promise<Blob> {
  const { image, imageData, url } = body;
  const given = image ?? imageData ?? url;
  if (given === undefined)
    throw new EngineError('invalid_request', 'Send a picture as image, imageData or url.', {
      details: { param: 'image' },
    });
  const param = image ? 'image' : imageData ? 'imageData' : 'url';
  return readPicture(given, { param, services, signal });
}
