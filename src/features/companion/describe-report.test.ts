import { expect, it } from 'vitest';
import type {
  CompanionKey,
  MemoryReport,
  NodeReport,
} from '../../engine/companion/companion-admin.ts';
import { EngineError, type ErrorCode } from '../../engine/errors.ts';
import { describeAdminFailure } from './describe-failure.ts';
import {
  describeJob,
  describeMemory,
  describeQueue,
  isUsable,
  listEngineFacts,
  listKeyFacts,
  listNodeFacts,
  listTotals,
} from './describe-report.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 9, 5, 12);

it('says of a node what matters, and nothing of what is zero', () => {
  const node: NodeReport = {
    ...{ name: 'far', kind: 'openai', url: 'http://far:1', state: 'up', models: 1 },
    ...{ running: 0, queueDepth: 0, latencyMs: null, errors: 0, lastError: null },
  };
  expect(listNodeFacts(node)).toEqual(['OpenAI’s API', '1 model', 'nothing in its queue']);
  const busy = { ...node, kind: 'sdapi', models: 2, queueDepth: 3, latencyMs: 1234, errors: 1 };
  expect(listNodeFacts(busy)).toEqual([
    'AUTOMATIC1111’s API',
    '2 models',
    '3 in its queue',
    'answers in 1.2 s',
    '1 failure in the last minute',
  ]);
  expect(listNodeFacts({ ...busy, state: 'away', errors: 0 })).toEqual([
    ...['AUTOMATIC1111’s API', '2 models'],
  ]);
});

it('says of an engine what it takes', () => {
  const engine = { engine: 'chat', running: 1, model: 'a', bytes: 1.2e9 };
  expect(listEngineFacts({ ...engine, state: 'ready' })).toEqual([
    ...['chat engine', '1.2 GB', '1 request at work'],
  ]);
  expect(listEngineFacts({ ...engine, state: 'starting', bytes: null, running: 0 })).toEqual([
    ...['chat engine', 'starting'],
  ]);
});

it('says what a model takes of a GPU, and how long nobody has used it', () => {
  const engine = { engine: 'gguf', state: 'ready', running: 0, model: 'qwen', bytes: 3e8 } as const;
  const memory: MemoryReport = {
    devices: [
      { id: 'cpu', kind: 'cpu', name: 'Memory', totalBytes: 8e9, freeBytes: 5e9 },
      { id: 'GPU-1', kind: 'gpu', name: 'NVIDIA L4 (0)', totalBytes: 24e9, freeBytes: 19e9 },
    ],
    models: [
      {
        ...{ engine: 'gguf', model: 'qwen', devices: [{ id: 'GPU-1', bytes: 5e9 }] },
        ...{ isMeasured: true, leases: 0, idleSeconds: 180, isWarm: true },
      },
    ],
    waiting: 1,
  };
  expect(listEngineFacts(engine, memory)).toEqual([
    ...[
      'gguf engine',
      '300 MB',
      '5.0 GB on NVIDIA L4 (0)',
      'not used for 3 min',
      'stays in memory',
    ],
  ]);
  expect(listEngineFacts({ ...engine, model: 'other' }, memory)).toEqual(['gguf engine', '300 MB']);
  expect(describeMemory(memory)).toBe(
    'Memory: 5.0 GB of 8.0 GB free. NVIDIA L4 (0): 19 GB of 24 GB free. 1 request waits for room.',
  );
  expect(describeMemory({ ...memory, devices: [], waiting: 2 })).toBe('2 requests wait for room.');
});

it('says where jobs stand', () => {
  const job = { jobId: 'j', kind: 'generate', createdAt: '' };
  expect(describeJob({ ...job, status: 'queued', position: 3 })).toBe('Waiting, no. 3');
  const progress = { stage: 'diffuse', step: 4, of: 20 };
  expect(describeJob({ ...job, status: 'processing', progress })).toBe('Running: diffuse, 4 of 20');
  const counts = { queued: 1200, processing: 1, completed: 3, failed: 0, cancelled: 2 };
  expect(describeQueue({ counts, jobs: [] })).toBe(
    '1 running, 1,200 waiting. Ended and still kept: 3 completed, 0 failed, 2 cancelled.',
  );
});

it('adds up what was asked', () => {
  const none = { running: 0, ended: 0, failed: 0, promptTokens: 0, completionTokens: 0 };
  expect(listTotals({ ...none, pictures: 0, speechSeconds: 0 })).toEqual([
    '0 requests since its start',
  ]);
  const some = { running: 2, ended: 12_345, failed: 6, promptTokens: 700, completionTokens: 80 };
  expect(listTotals({ ...some, pictures: 1, speechSeconds: 90 })).toEqual([
    '12,345 requests since its start',
    '6 of them failed',
    '2 being answered',
    '700 tokens read, 80 written',
    '1 picture',
    '2 min of speech',
  ]);
});

const KEY: CompanionKey = {
  ...{ id: 'a', name: 'app', scopes: ['chat', 'images'], limits: [], createdAt: NOW - 9 * DAY_MS },
  ...{ expiresAt: null, revokedAt: null, lastUsedAt: null, isCurrent: false },
};

it('says what a key may be used for, how much, and until when', () => {
  expect(listKeyFacts(KEY, NOW)).toEqual([
    ...['for chat, images', 'no limits', 'created 26 Sept 2026', 'not used yet'],
  ]);
  const limits = [
    { unit: 'speech-seconds' as const, amount: 600, per: 'day' as const },
    { unit: 'tokens' as const, amount: 100_000, per: 'minute' as const },
  ];
  const limited = { ...KEY, limits, lastUsedAt: NOW, expiresAt: NOW + DAY_MS };
  expect(listKeyFacts(limited, NOW).slice(1)).toEqual([
    ...['600 seconds of speech a day', '100,000 tokens a minute', 'created 26 Sept 2026'],
    ...['last used 5 Oct 2026', 'expires 6 Oct 2026'],
  ]);
  expect(listKeyFacts(limited, NOW + 2 * DAY_MS).at(-1)).toBe('expired 6 Oct 2026');
  expect(listKeyFacts({ ...limited, revokedAt: NOW }, NOW).at(-1)).toBe('revoked 5 Oct 2026');
});

it('knows which keys can still be used', () => {
  expect(isUsable(KEY, NOW)).toBe(true);
  expect(isUsable({ ...KEY, expiresAt: NOW }, NOW)).toBe(false);
  expect(isUsable({ ...KEY, revokedAt: NOW - 1 }, NOW)).toBe(false);
});

it.each<[ErrorCode, boolean, string, 'settings' | 'retry']>([
  ['companion_scope_missing', true, 'lacks the scope “admin”', 'settings'],
  ['companion_key_refused', true, 'does not accept your key', 'settings'],
  ['companion_key_refused', false, 'needs a key with the scope “admin”', 'settings'],
  ['invalid_request', true, 'another version', 'retry'],
  ['companion_unreachable', false, 'Gone. Retrying automatically.', 'retry'],
  ['storage_full', false, '', 'retry'],
])('says why nothing is shown, and what helps: %s', (code, hasKey, words, remedy) => {
  const said = describeAdminFailure(new EngineError(code, 'Gone.'), { host: 'box:1', hasKey });
  expect(said).toEqual({ text: expect.stringContaining(words), remedy });
  expect(said.text).toMatch(/\.$/);
});
