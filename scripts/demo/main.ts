/**
 * The main jobs end to end in a headless browser: `npm run demo`, or one of them: `npm run -s demo
 * -- chat "Hello"`. The last line on stdout is one JSON object; what was made lies in out/.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readModelFolders } from '../../server/model-folders.ts';
import { readSettings } from '../../server/config.ts';
import { openServer } from '../../server/open-server.ts';
import { createApiClient } from '../../src/api-client/create-api-client.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { watchMemory } from '../process-memory.ts';
import { FLAGS, JOBS, SHOWCASE, type DemoOptions, type JobResult } from './jobs.ts';
import { placeModel } from './place-model.ts';
import { SERVER_JOBS } from './server-jobs.ts';
import { openStudio } from './studio-session.ts';

const OUT = 'out';

async function main(): Promise<JobResult> {
  const { values, positionals } = parseArgs({ options: FLAGS, allowPositionals: true });
  const [name, ...args] = positionals;
  await mkdir(OUT, { recursive: true });
  if (name === undefined) return runShowcase();
  if (!JOBS[name])
    throw new Error(`There is no job "${name}". Jobs: ${Object.keys(JOBS).join(', ')}.`);
  const options = values as DemoOptions;
  const { home = 'tab' } = options;
  if (home !== 'tab' && home !== 'server')
    throw new Error(`--home must be tab or server, not "${home}".`);
  return home === 'server' ? runOnServer(name, args, options) : runJob(name, args, options);
}

async function runShowcase(): Promise<JobResult> {
  const results: JobResult[] = [];
  for (const { job, text, file, options = {} } of SHOWCASE) {
    const result = { job, ask: text, ...(await runJob(job, [text], options)) };
    await writeFile(join(OUT, file), `${JSON.stringify(result, null, 2)}\n`);
    process.stdout.write(`${job} "${text}"\n${summarise(result)}\n\n`);
    results.push(result);
  }
  return { results };
}

/**
 * A run in a browser of its own. With `--offline` it runs again with the network cut and reports
 * the second run.
 */
async function runJob(
  name: string,
  args: readonly string[],
  options: DemoOptions,
): Promise<JobResult> {
  const job = JOBS[name];
  if (!job) throw new Error(`There is no job "${name}".`);
  const { model, places } = placeModel(options.model, readModelFolders(process.env));
  const memory = watchMemory();
  const session = await openStudio(places);
  const run = () => job(session, args, { ...options, ...(model ? { model } : {}) });
  try {
    let result = await run();
    if (options.offline) {
      await session.keepForOffline();
      await session.context.setOffline(true);
      await session.reload();
      result = { ...(await run()), offline: true };
    }
    const peakMemoryBytes = memory.readPeak();
    return {
      ...result,
      foreignRequests: session.foreignRequests,
      ...(peakMemoryBytes ? { peakMemoryBytes } : {}),
    };
  } finally {
    memory.stop();
    await session.close();
  }
}

/** A run on a companion that is started for it, with the models of TRIPTYCH_MODELS. */
async function runOnServer(
  name: string,
  args: readonly string[],
  options: DemoOptions,
): Promise<JobResult> {
  const job = SERVER_JOBS[name];
  if (!job) throw new Error(`There is no job "${name}" on the server.`);
  const settings = readSettings({ ...process.env, TRIPTYCH_PORT: '0' });
  const log = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  const { url, close } = await openServer(settings, log);
  try {
    return { ...(await job(createApiClient({ origin: url }), args, options)), home: 'server' };
  } finally {
    close();
  }
}

function summarise(result: JobResult): string {
  const { text, file, files, device, dtype, durationSeconds, firstAudioMs, realTimeFactor } =
    result;
  const { firstTokenMs, tokensPerSecond, secondsPerImage, basesGenerated } = result;
  const figures = [
    device,
    dtype,
    firstTokenMs ? `first token ${Math.round(Number(firstTokenMs))} ms` : null,
    tokensPerSecond ? `${Number(tokensPerSecond).toFixed(1)} tokens/s` : null,
    secondsPerImage ? `${Number(secondsPerImage).toFixed(1)} s a picture` : null,
    basesGenerated ? `pictures drawn: ${Number(basesGenerated)}` : null,
    durationSeconds ? `${Number(durationSeconds).toFixed(1)} s of speech` : null,
    firstAudioMs ? `first sound ${Math.round(Number(firstAudioMs))} ms` : null,
    realTimeFactor ? `real-time factor ${Number(realTimeFactor).toFixed(2)}` : null,
  ];
  const made = Array.isArray(files) ? files.map(nameFile).join(', ') : String(text ?? file);
  return `${made}\n(${figures.filter(Boolean).join(', ') || "from the guide's texts"})`;
}

/** Jobs that know more of a file list it as an object. */
const nameFile = (file: string | { file: string }) => (typeof file === 'string' ? file : file.file);

main().then(
  (result) => process.stdout.write(`${JSON.stringify(result)}\n`),
  (thrown: unknown) => {
    const { code, message } = EngineError.from(thrown, 'invalid_request');
    process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
    process.stderr.write(`${message.split('\n')[0]}\n`);
    process.exitCode = 1;
  },
);
