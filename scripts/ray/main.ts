/**
 * `npm run test:ray`: a language model on a real Ray Serve behind a companion, on this machine's
 * processor: what deploy/ray-serve promises, and figures. Installs Ray at first.
 */
import OpenAI from 'openai';
import { startWholeServer } from '../../bench/answers/start-server.ts';
import { describeMachine } from '../../bench/machine.ts';
import { answer, leaveAnswer, leaveStream, listModel, refuse, stream } from './answer-checks.ts';
import { measureAnswers } from './measure-answers.ts';
import { preparePython } from './prepare-python.ts';
import { scale } from './scale-check.ts';
import type { Stage } from './stage.ts';
import { startRay } from './start-ray.ts';

const CHECKS: readonly [string, (stage: Stage) => Promise<string>][] = [
  ['is listed', listModel],
  ['answers', answer],
  ['streams', stream],
  ['refuses', refuse],
  ['stops a stream that is left', leaveStream],
  ['stops an answer that is left', leaveAnswer],
  ['scales, and survives', scale],
];

/** Short delays: a test is not to wait for minutes. */
const RAY = ['--upscale-seconds', '2', '--downscale-seconds', '10', '--max-replicas', '2'];

const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);

async function main(): Promise<void> {
  if (process.platform !== 'linux')
    throw new Error(
      'npm run test:ray runs on Linux alone: it finds the processes of Ray in /proc.',
    );
  const ending = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => ending.abort(new Error('Stopped.')));
  const python = await preparePython(ending.signal, say);
  await withServers(python, ending.signal, async (stage) => {
    const passed = await runChecks(stage);
    await sayFigures(stage);
    say(`${passed} passed, ${CHECKS.length - passed} failed`);
    if (passed < CHECKS.length) process.exitCode = 1;
  });
}

/** Ray Serve, and a companion before it; both end when `use` does. */
async function withServers(
  python: string,
  signal: AbortSignal,
  use: (stage: Stage) => Promise<void>,
): Promise<void> {
  const begin = performance.now();
  const ray = await startRay(python, RAY, signal);
  try {
    say(`Ray Serve is ready after ${((performance.now() - begin) / 1000).toFixed(1)} s.`);
    const companion = await startWholeServer({ TRIPTYCH_UPSTREAMS: `ray=openai+${ray.url}` });
    try {
      await use({
        gateway: openClient(companion.url),
        direct: openClient(ray.url),
        ...{ rayUrl: ray.url, signal },
      });
    } finally {
      await companion.stop();
    }
  } finally {
    const killed = await ray.stop();
    if (killed > 0) say(`${killed} processes of Ray did not end by themselves and were killed.`);
  }
}

/** No second tries: a test shows the first. */
const openClient = (url: string) =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 });

/** Resolves with how many passed. */
async function runChecks(stage: Stage): Promise<number> {
  let passed = 0;
  for (const [name, check] of CHECKS) {
    try {
      say(`ok      ${name}: ${await check(stage)}`);
      passed += 1;
    } catch (thrown) {
      stage.signal.throwIfAborted();
      say(`failed  ${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  return passed;
}

async function sayFigures(stage: Stage): Promise<void> {
  const { direct, gateway } = await measureAnswers(stage);
  const row = (what: string, ...values: string[]) =>
    say([what.padEnd(26), ...values.map((value) => value.padStart(18))].join(''));
  say(describeMachine());
  row('', 'from Ray Serve', 'by the companion');
  row('first token', `${direct.firstMs.toFixed(0)} ms`, `${gateway.firstMs.toFixed(0)} ms`);
  const rates = [direct, gateway].map((each) => `${each.tokensPerSecond.toFixed(1)} a second`);
  row('tokens after it', ...rates);
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
});
