import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { serve, type ServerType } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython } from '../../e2e/fixtures/find-python.ts';
import type { ApiUnderTest } from './api-under-test.fixture.ts';

/** Of openai_client.py, in its order. */
const SUBJECTS = [
  'models',
  'chat',
  'stream',
  'stream_async',
  'logprobs',
  'tools',
  'schema',
  'responses',
  'images',
  'speech',
  'embeddings',
  'moderations',
  'errors',
  'abort',
];
const RUN_WITHIN_MS = 120_000;

/** What OpenAI's Python client does, where a Python has it. */
export function describePythonClient(read: () => ApiUnderTest): void {
  const python = findPython('openai');
  describe.skipIf(!python)('openai for Python', () => {
    let results: Record<string, string | null>;
    let server: ServerType | undefined;
    beforeAll(async () => {
      const { fetch: _, countRunning: __, close: ___, origin, ...home } = read();
      let reached = origin;
      if (!reached.includes('127.0.0.1')) ({ server, reached } = await listen(read()));
      const asked = JSON.stringify({ ...home, base_url: `${reached}/v1` });
      const { stdout } = await promisify(execFile)(
        python ?? '',
        ['e2e/fixtures/openai_client.py', asked],
        { timeout: RUN_WITHIN_MS },
      );
      results = JSON.parse(stdout) as typeof results;
    }, RUN_WITHIN_MS);
    afterAll(() => void server?.close());

    it.for(SUBJECTS)('%s', (subject, { skip }) => {
      if (results[subject] === 'skipped') skip();
      expect(results[subject]).toBeNull();
    });

    it('leaves nothing running, and nothing untold', async () => {
      expect(Object.keys(results)).toEqual(SUBJECTS);
      if (read().countRunning) await expect.poll(() => read().countRunning?.()).toBe(0);
    });
  });
}

/** A home that is asked without a network, at a port for other programs. */
function listen({ fetch, origin }: ApiUnderTest) {
  return new Promise<{ server: ServerType; reached: string }>((done) => {
    const server = serve(
      {
        fetch: (request: Request) => {
          const { pathname, search } = new URL(request.url);
          return fetch(new Request(`${origin}${pathname}${search}`, request));
        },
        ...{ hostname: '127.0.0.1', port: 0 },
      },
      ({ port }) => done({ server, reached: `http://127.0.0.1:${port}` }),
    );
  });
}
