import { z } from '@hono/zod-openapi';
import { EngineError } from '../../../engine/errors.ts';
import type { ModelManifest } from '../../../engine/models/manifest.ts';
import type { PipelineLayout } from '../../../engine/models/pipeline-layout.ts';
import { addRoute, type ApiApp } from '../../http/add-route.ts';
import type { ApiServices, RemoteModel, ServedModel } from '../../services.ts';
import { modelListSchema, modelSchema } from './model-schema.ts';

/** `GET /v1/models` and `GET /v1/models/{model}`. */
export function addModelRoutes(app: ApiApp, services: ApiServices): void {
  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/models',
      tag: 'Models',
      summary: 'Lists the models that are here',
      answers: {
        200: { description: 'Models', content: { 'application/json': modelListSchema } },
      },
    },
    async ({ answerJson }) => answerJson({ object: 'list', data: await listAll(services) }),
  );
  addRoute(
    app,
    {
      method: 'get',
      path: '/v1/models/{model}',
      tag: 'Models',
      summary: 'Describes one model',
      params: z.object({ model: z.string().min(1) }),
      answers: { 200: { description: 'The model', content: { 'application/json': modelSchema } } },
    },
    async ({ params, answerJson }) => {
      const models = await listAll(services);
      const found = models.find(({ id }) => id === params.model);
      if (!found)
        throw new EngineError('model_not_found', `There is no model "${params.model}" here.`, {
          details: { param: 'model' },
        });
      return answerJson(found);
    },
  );
}

type WireModel = z.output<typeof modelSchema>;

/** What is here comes before what is elsewhere, and hides what is called the same. */
async function listAll(
  services: Pick<ApiServices, 'listModels' | 'listRemoteModels'>,
): Promise<WireModel[]> {
  const [here, elsewhere = []] = await Promise.all([
    services.listModels(),
    services.listRemoteModels?.(),
  ]);
  const models = new Map<string, WireModel>();
  for (const model of [...here.map(describeModel), ...elsewhere.map(describeRemote)])
    if (!models.has(model.id)) models.set(model.id, model);
  return [...models.values()];
}

function describeRemote(model: RemoteModel): WireModel {
  const { id, createdAt, ownedBy, task, capabilities, home } = model;
  return {
    id,
    object: 'model',
    created: Math.floor(createdAt / 1000),
    owned_by: ownedBy,
    task,
    capabilities: [...capabilities],
    home,
  };
}

function describeModel({ manifest, home, installedAt }: ServedModel): WireModel {
  return {
    id: manifest.id,
    object: 'model',
    created: Math.floor(installedAt / 1000),
    owned_by: manifest.repository.split('/')[0] ?? '',
    task: manifest.task,
    capabilities: listCapabilities(manifest),
    ...(manifest.task === 'chat' && { context_length: manifest.contextLength }),
    ...(manifest.task === 'image' && { picture_size: describeSize(manifest.pipeline) }),
    home,
  };
}

function describeSize({ size }: PipelineLayout): NonNullable<WireModel['picture_size']> {
  const { width, height, multipleOf, isFixed } = size;
  return { width, height, multiple_of: multipleOf, is_fixed: isFixed };
}

function listCapabilities(manifest: ModelManifest): string[] {
  switch (manifest.task) {
    case 'chat':
      return [
        ...['chat', 'completions', 'responses', 'tools', 'json_schema'],
        ...(manifest.capabilities.pictures ? ['pictures'] : []),
      ];
    case 'image': {
      const { textToImage, imageToImage, inpaint, negativePrompt } = manifest.capabilities;
      return [
        ...(textToImage ? ['generations'] : []),
        ...(imageToImage ? ['edits', 'variations'] : []),
        ...(inpaint ? ['mask'] : []),
        ...(negativePrompt ? ['negative_prompt'] : []),
      ];
    }
    case 'speech':
      return [
        'speech',
        ...(manifest.canMixVoices ? ['voice_mix'] : []),
        ...(manifest.engine === 'piper' ? ['voice_settings'] : []),
      ];
    default:
      return [manifest.task];
  }
}
