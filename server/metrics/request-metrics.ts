import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { RequestEntry, RequestWatcher } from '../../src/api/http/request-trace.ts';
import { isQuestion } from '../log/say-request.ts';

/** Seconds: from a list of models to a long answer. */
const BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** Counts requests and what they used. Labels are routes and models that exist, and no others. */
export function watchRequests(register: Registry): Required<RequestWatcher> {
  const registers = [register];
  const running = new Gauge({
    ...{ name: 'triptych_requests_running', help: 'Requests that are being answered.', registers },
  });
  const requests = new Counter({
    ...{ name: 'triptych_requests_total', help: 'Requests that have ended.', registers },
    labelNames: ['method', 'route', 'status'],
  });
  const seconds = new Histogram({
    ...{ name: 'triptych_request_seconds', help: 'Until the last byte of an answer.', registers },
    ...{ labelNames: ['route'], buckets: BUCKETS },
  });
  const firstByte = new Histogram({
    ...{ name: 'triptych_first_byte_seconds', help: 'Until the first byte.', registers },
    ...{ labelNames: ['route', 'model'], buckets: BUCKETS },
  });
  const countUse = watchUse(register);
  return {
    // Other servers take it for the length of a queue.
    onRequestStart: (entry) => running.inc(isQuestion(entry) ? 0 : 1),
    onRequestEnd(entry) {
      running.dec(isQuestion(entry) ? 0 : 1);
      const { method, route = 'none', status = 0, model, ms = 0, firstByteMs } = entry;
      requests.inc({ method, route, status });
      seconds.observe({ route }, ms / 1000);
      if (model !== undefined && firstByteMs !== undefined)
        firstByte.observe({ route, model }, firstByteMs / 1000);
      countUse(entry);
    },
  };
}

function watchUse(register: Registry): (entry: RequestEntry) => void {
  const registers = [register];
  const tokens = new Counter({
    ...{ name: 'triptych_tokens_total', help: 'Tokens read and written.', registers },
    labelNames: ['model', 'kind'],
  });
  const pictures = new Counter({
    ...{ name: 'triptych_pictures_total', help: 'Pictures drawn or accepted.', registers },
    labelNames: ['model'],
  });
  const speech = new Counter({
    ...{ name: 'triptych_speech_seconds_total', help: 'Seconds of sound made.', registers },
    labelNames: ['model'],
  });
  return ({ model = 'none', promptTokens, completionTokens, pictures: drawn, speechSeconds }) => {
    if (promptTokens) tokens.inc({ model, kind: 'prompt' }, promptTokens);
    if (completionTokens) tokens.inc({ model, kind: 'completion' }, completionTokens);
    if (drawn) pictures.inc({ model }, drawn);
    if (speechSeconds) speech.inc({ model }, speechSeconds);
  };
}
