import type { RequestEntry } from '../../src/api/http/request-trace.ts';
import type { Log } from './log.ts';

const QUESTIONS: ReadonlySet<string | undefined> = new Set([
  ...['/health', '/metrics'],
  ...['/admin/state', '/admin/requests'],
]);

/** Whether somebody only asks how the server is, as some do every few seconds. */
export function isQuestion({ route }: Pick<RequestEntry, 'route'>): boolean {
  return QUESTIONS.has(route);
}

/** Whether a request is worth being written down. */
export function isNotable(entry: RequestEntry): boolean {
  return !isQuestion(entry) || (entry.status ?? 0) >= 400;
}

/** Says how a request went: without its body, headers and query. */
export function sayRequest(entry: RequestEntry, log: Log): void {
  const { id, method, path, route, model, node, status = 0, keyName, ms = 0, error } = entry;
  const words = [
    `${method} ${path.slice(0, 200)} ${status} in ${(ms / 1000).toFixed(3)} s`,
    ...[model, node && `on ${node}`, keyName && `for ${keyName}`].filter((word) => word),
  ].join(', ');
  log(error ? `${words}: ${entry.failure ?? error.message}` : words, {
    level: status >= 500 ? 'error' : 'info',
    ...{ requestId: id, method, route, model, node, status, key: keyName, error: error?.code },
    ms: Math.round(ms),
    ...(entry.firstByteMs !== undefined && { firstByteMs: Math.round(entry.firstByteMs) }),
    ...{ promptTokens: entry.promptTokens, completionTokens: entry.completionTokens },
    ...{ pictures: entry.pictures, speechSeconds: entry.speechSeconds },
  });
}
