import type { z } from '@hono/zod-openapi';
import { healthSchema } from '../../api/about/about-schema.ts';
import { ApiError } from '../../api/http/api-error.ts';
import { modelListSchema, type modelSchema } from '../../api/openai/models/model-schema.ts';
import { voicesSchema } from '../../api/openai/speech/speech-schema.ts';
import {
  COMPANION_TASKS,
  nameForPeople,
  toCompanionId,
  type CompanionModel,
} from '../../engine/companion/companion-model.ts';
import type {
  CompanionFinding,
  CompanionProblem,
} from '../../engine/companion/companion-finding.ts';
import { EngineError, throwIfAborted } from '../../engine/errors.ts';
import { CATALOG } from '../../engine/models/catalog.ts';
import { callApi, type ApiAddress } from '../call-api.ts';

const WITHIN_MS = 8000;

/**
 * Whether a companion is at an address and lets this page in with this key, and which models it has
 * besides those that are built into the page. Throws `aborted` alone.
 */
export async function checkCompanion(
  address: ApiAddress,
  signal: AbortSignal,
): Promise<CompanionFinding> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]);
  try {
    // Without the key: it is for a companion alone, and a page that is not let in may read no answer
    // to a request that has one.
    const { apiKey: _, ...open } = address;
    const health = healthSchema.safeParse(await read(open, '/health', within));
    if (!health.success) return { type: 'problem', problem: 'not-a-companion' };
    if (health.data.home !== 'server') return { type: 'problem', problem: 'a-tab' };
    const list = modelListSchema.safeParse(await read(address, '/v1/models', within));
    if (!list.success) return { type: 'problem', problem: 'other-version' };
    const models = list.data.data.flatMap((model) => toModel(model) ?? []);
    return {
      type: 'found',
      version: health.data.version,
      models: await withVoices(address, models, within),
    };
  } catch (thrown) {
    throwIfAborted(signal);
    return { type: 'problem', problem: nameProblem(thrown, address) };
  }
}

async function read(address: ApiAddress, path: string, signal: AbortSignal): Promise<unknown> {
  const response = await callApi(address, { path }, signal);
  return response.json().catch(() => undefined);
}

function toModel(listed: z.output<typeof modelSchema>): CompanionModel | undefined {
  const { id: name, capabilities, home, context_length: contextLength } = listed;
  const task = COMPANION_TASKS.find((each) => each === listed.task);
  if (!task || isBuiltIn(name)) return undefined;
  const { picture_size: size } = listed;
  return {
    ...{ id: toCompanionId(name), name, title: nameForPeople(name), task },
    ...{ capabilities, contextLength, home },
    ...(size && {
      pictureSize: {
        width: size.width,
        height: size.height,
        multipleOf: size.multiple_of,
        isFixed: size.is_fixed,
      },
    }),
  };
}

/** Models that speak, with their voices; a server that does not list any speaks in its own way. */
async function withVoices(
  address: ApiAddress,
  models: readonly CompanionModel[],
  signal: AbortSignal,
): Promise<readonly CompanionModel[]> {
  if (!models.some(({ task }) => task === 'speech')) return models;
  const listed = await read(address, '/v1/audio/voices', signal).catch(() => undefined);
  throwIfAborted(signal);
  const voices = voicesSchema.safeParse(listed).data?.voices ?? [];
  return models.map((model) => {
    if (model.task !== 'speech') return model;
    const own = voices.filter((voice) => voice.model === model.name);
    return { ...model, voices: own.map(({ model: _, ...voice }) => voice) };
  });
}

function isBuiltIn(name: string): boolean {
  return CATALOG.some(({ id, origin }) => id === name && origin === 'built-in');
}

function nameProblem(thrown: unknown, { apiKey }: ApiAddress): CompanionProblem {
  if (thrown instanceof ApiError) {
    if (thrown.code === 'key_not_valid') return apiKey ? 'key-refused' : 'key-missing';
    if (thrown.code === 'host_not_allowed') return 'page-refused';
    if (thrown.code === 'shutting_down') return 'unreachable';
  }
  const { code, details } = EngineError.from(thrown);
  if (code === 'network_unreachable' || code === 'aborted') return 'unreachable';
  // Something that speaks HTTP and not this API.
  return typeof details.status === 'number' && details.status >= 502
    ? 'unreachable'
    : 'not-a-companion';
}
