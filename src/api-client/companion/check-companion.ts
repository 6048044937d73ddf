import { healthSchema } from '../../api/about/about-schema.ts';
import { ApiError } from '../../api/http/api-error.ts';
import { modelListSchema } from '../../api/openai/models/model-schema.ts';
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
    return { type: 'found', version: health.data.version, models };
  } catch (thrown) {
    throwIfAborted(signal);
    return { type: 'problem', problem: nameProblem(thrown, address) };
  }
}

async function read(address: ApiAddress, path: string, signal: AbortSignal): Promise<unknown> {
  const response = await callApi(address, { path }, signal);
  return response.json().catch(() => undefined);
}

interface ListedModel {
  id: string;
  task: string;
  capabilities: string[];
  home: string;
  context_length?: number | undefined;
}

function toModel(listed: ListedModel): CompanionModel | undefined {
  const { id: name, capabilities, home, context_length: contextLength } = listed;
  const task = COMPANION_TASKS.find((each) => each === listed.task);
  if (!task || isBuiltIn(name)) return undefined;
  const title = nameForPeople(name);
  return { id: toCompanionId(name), name, title, task, capabilities, contextLength, home };
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
