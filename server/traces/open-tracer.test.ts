import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openTracer } from './open-tracer.ts';

const options = { version: '1', log: () => undefined };
const endpoint = 'http://127.0.0.1:1';

/** Says what was loaded of OpenTelemetry, in a process where nothing else has. */
const SCRIPT = `
  import { createRequire } from 'node:module';
  const { openTracer } = await import(process.argv[1]);
  await openTracer({ version: '1', log() {} }, JSON.parse(process.argv[2]));
  const loaded = Object.keys(createRequire(process.argv[1]).cache);
  console.log(loaded.filter((path) => path.includes('opentelemetry')).length);
`;

function countLoaded(environment: Record<string, string>): number {
  const module = fileURLToPath(new URL('open-tracer.ts', import.meta.url));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...['--import', 'tsx', '--input-type=module', '--eval', SCRIPT],
      ...[module, JSON.stringify(environment)],
    ],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  return Number(stdout);
}

it('loads nothing unless a collector is named', { timeout: 30_000 }, () => {
  expect(countLoaded({})).toBe(0);
  expect(countLoaded({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })).toBeGreaterThan(10);
});

it.each([
  {},
  { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SDK_DISABLED: 'true' },
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_EXPORTER: 'none' },
])('makes no span where %j is set', async (environment) => {
  expect((await openTracer(options, environment)).start('GET', {})).toBeUndefined();
});

it('takes the address of traces alone', async () => {
  const tracer = await openTracer(options, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint });
  expect(tracer.start('GET', {})?.headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  await tracer.close();
});

it('does not tell what a client has not sampled, and says so to upstreams', async () => {
  const tracer = await openTracer(options, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const span = tracer.start('GET', { traceparent: `00-${trace}-00f067aa0ba902b7-00` });
  expect(span?.startChild('queue wait').headers.traceparent).toMatch(
    new RegExp(`^00-${trace}-[0-9a-f]{16}-00$`),
  );
  await tracer.close();
});
