import type { Limit } from '../../engine/companion/access-key.ts';
import type {
  CompanionKey,
  CompanionReport,
  EngineReport,
  JobReport,
  MemoryReport,
  NodeReport,
  QueueReport,
  RequestTotals,
} from '../../engine/companion/companion-admin.ts';
import { formatBytes, formatDuration } from '../../ui/format.ts';

/** "version 1.2.3, running for 3 min". */
export function describeServer({ version, uptimeSeconds }: CompanionReport): string {
  return `version ${version}, running for ${formatDuration(uptimeSeconds)}`;
}

/** Facts of a node, in the order of their weight; of one that is away, what it had. */
export function listNodeFacts(node: NodeReport): string[] {
  const { kind, state, models, queueDepth, latencyMs, errors } = node;
  const now = [
    queueDepth === 0 ? 'nothing in its queue' : `${formatCount(queueDepth)} in its queue`,
    latencyMs === null ? '' : `answers in ${formatMs(latencyMs)}`,
  ];
  return [
    kind === 'sdapi' ? 'AUTOMATIC1111’s API' : 'OpenAI’s API',
    count(models, 'model'),
    ...(state === 'away' ? [] : now),
    errors === 0 ? '' : `${count(errors, 'failure')} in the last minute`,
  ].filter(Boolean);
}

export function listEngineFacts(
  { engine, state, running, bytes, model }: EngineReport,
  memory?: MemoryReport,
): string[] {
  const held = memory?.models.find((each) => each.engine === engine && each.model === model);
  const onGpus = memory && held ? listGpuBytes(memory, held) : [];
  return [
    `${engine} engine`,
    state === 'ready' ? '' : ENGINE_STATES[state],
    bytes === null ? '' : formatBytes(bytes),
    ...onGpus,
    running === 0 ? '' : `${count(running, 'request')} at work`,
    held && running === 0 ? `not used for ${formatDuration(held.idleSeconds)}` : '',
    held?.isWarm ? 'stays in memory' : '',
  ].filter(Boolean);
}

/** "5.0 GB on NVIDIA L4 (0)". What a process has besides is the machine's own memory. */
function listGpuBytes({ devices }: MemoryReport, held: MemoryReport['models'][number]): string[] {
  return held.devices.flatMap(({ id, bytes }) => {
    const gpu = devices.find((device) => device.id === id && device.kind === 'gpu');
    return gpu ? [`${formatBytes(bytes)} on ${gpu.name}`] : [];
  });
}

/** "Memory: 5.0 GB of 8.0 GB free. 1 request waits for room." */
export function describeMemory({ devices, waiting }: MemoryReport): string {
  const free = devices.map(
    ({ name, freeBytes, totalBytes }) =>
      `${name}: ${formatBytes(freeBytes)} of ${formatBytes(totalBytes)} free.`,
  );
  const queue = `${count(waiting, 'request')} ${waiting === 1 ? 'waits' : 'wait'} for room.`;
  return [...free, ...(waiting === 0 ? [] : [queue])].join(' ');
}

const ENGINE_STATES: Readonly<Record<EngineReport['state'], string>> = {
  ready: 'ready',
  starting: 'starting',
  idle: 'not started',
  down: 'stopped unexpectedly, about to start again',
};

/** "1 running, 5 waiting. Ended and still kept: 3 completed, 1 failed, 0 cancelled." */
export function describeQueue({ counts }: QueueReport): string {
  const { queued, processing, completed, failed, cancelled } = counts;
  const ended = [
    ...[`${formatCount(completed)} completed`, `${formatCount(failed)} failed`],
    `${formatCount(cancelled)} cancelled`,
  ];
  return `${formatCount(processing)} running, ${formatCount(queued)} waiting. Ended and still kept: ${ended.join(', ')}.`;
}

/** What a job is doing, or where it stands. */
export function describeJob({ status, position, progress }: JobReport): string {
  if (status === 'queued') return position === undefined ? 'Waiting' : `Waiting, no. ${position}`;
  return progress ? `Running: ${progress.stage}, ${progress.step} of ${progress.of}` : 'Running';
}

export function listTotals(totals: RequestTotals): string[] {
  const { running, ended, failed, promptTokens, completionTokens, pictures } = totals;
  return [
    `${count(ended, 'request')} since its start`,
    failed === 0 ? '' : `${formatCount(failed)} of them failed`,
    running === 0 ? '' : `${formatCount(running)} being answered`,
    promptTokens + completionTokens === 0
      ? ''
      : `${formatCount(promptTokens)} tokens read, ${formatCount(completionTokens)} written`,
    pictures === 0 ? '' : count(pictures, 'picture'),
    totals.speechSeconds === 0 ? '' : `${formatDuration(totals.speechSeconds)} of speech`,
  ].filter(Boolean);
}

/** Facts of a key. `now`: milliseconds since 1970. */
export function listKeyFacts(key: CompanionKey, now: number): string[] {
  const { scopes, limits, createdAt, expiresAt, revokedAt, lastUsedAt } = key;
  return [
    `for ${scopes.join(', ')}`,
    ...(limits.length === 0 ? ['no limits'] : limits.map(describeLimit)),
    `created ${formatDay(createdAt)}`,
    lastUsedAt === null ? 'not used yet' : `last used ${formatDay(lastUsedAt)}`,
    describeEnd(expiresAt, revokedAt, now),
  ].filter(Boolean);
}

function describeEnd(expiresAt: number | null, revokedAt: number | null, now: number): string {
  if (revokedAt !== null) return `revoked ${formatDay(revokedAt)}`;
  if (expiresAt === null) return '';
  return `${expiresAt <= now ? 'expired' : 'expires'} ${formatDay(expiresAt)}`;
}

export function isUsable({ revokedAt, expiresAt }: CompanionKey, now: number): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}

/** What is counted, for people. */
export const UNIT_NAMES: Readonly<Record<Limit['unit'], string>> = {
  requests: 'Requests',
  tokens: 'Tokens',
  pictures: 'Pictures',
  'speech-seconds': 'Seconds of speech',
};

function describeLimit({ unit, amount, per }: Limit): string {
  return `${formatCount(amount)} ${UNIT_NAMES[unit].toLowerCase()} a ${per}`;
}

/** "5 Oct 2026". */
function formatDay(time: number): string {
  return new Date(time).toLocaleDateString('en-GB', {
    ...{ day: 'numeric', month: 'short', year: 'numeric' },
  });
}

function formatMs(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function count(number: number, noun: string): string {
  return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function formatCount(number: number): string {
  return number.toLocaleString('en-GB');
}
