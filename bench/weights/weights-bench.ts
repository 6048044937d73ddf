import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { build } from 'vite';
import {
  countTwiceSent,
  startCuttableStudio,
  type CuttableStudio,
} from '../../e2e/fixtures/cuttable-studio.ts';
import { readModelFolders } from '../../server/model-folders.ts';
import { medianOf, type Bench, type BenchRow } from '../bench.ts';
import { measureInBrowser, type Figures } from './browser-session.ts';
import type { SideName } from './weights-side.ts';

const MODEL = 'triptych/SmolLM2-135M-Instruct-ONNX';
const FILE = 'onnx/model_q4.onnx';
const ROUNDS = 3;
const SIDES: readonly SideName[] = ['ours', 'peer'];
const THREADS = Math.min(4, availableParallelism());
const PAGE_FOLDER = '.cache/bench/weights';
const BREAK_AT_BYTES = 65e6;
const SLOWLY = 30e6;

export const weightsBench: Bench = {
  about: `SmolLM2-135M-Instruct (109 MB, q4) over the local network into headless Chromium, kept by Triptych's store or by transformers.js in the Cache API; the server sends each request on to a newly signed address, as the public hub does; both loaded by transformers.js on wasm with ${THREADS} threads, median of ${ROUNDS} rounds, each in a fresh browser process. Memory is the proportional set size of all of the browser's processes. "Fetched again" counts what left the server, so what was on the wire when the connection ended is in it.`,
  run: measureBoth,
};

/** What a side took in one round. */
interface Round {
  cold: Figures<number>;
  warm: Figures<number>;
  readMs: number;
}

async function measureBoth(): Promise<BenchRow[]> {
  const folders = readModelFolders(process.env);
  if (!folders.some((folder) => existsSync(join(folder, MODEL))))
    throw new Error(`The bench needs ${MODEL} in a folder of TRIPTYCH_MODELS.`);
  await buildPage();
  const host = await startCuttableStudio(folders, PAGE_FOLDER);
  host.isSigning = true;
  try {
    // The mirror hashes a file when it is first asked for it.
    await (await fetch(`${host.url}/hub/api/models/${MODEL}/tree/main`)).arrayBuffer();
    const rounds: Record<SideName, Round[]> = { ours: [], peer: [] };
    for (let round = 0; round < ROUNDS; round++)
      for (const side of SIDES) {
        rounds[side].push(await measureRound(host, side));
        report(side, rounds[side].at(-1));
      }
    const again = {
      ours: await measureInterruptions(host, 'ours'),
      peer: await measureInterruptions(host, 'peer'),
    };
    return await describeRows(rounds, again);
  } finally {
    host.close();
  }
}

async function buildPage(): Promise<void> {
  await build({
    configFile: false,
    root: 'bench/weights',
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      outDir: join(process.cwd(), PAGE_FOLDER),
      emptyOutDir: true,
      target: 'es2023',
      assetsInlineLimit: 0,
    },
  });
}

const withProfile = async <T>(work: (profile: string) => Promise<T>): Promise<T> => {
  const profile = await mkdtemp(join(tmpdir(), 'triptych-bench-'));
  try {
    return await work(profile);
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
};

const load = (page: Page, side: SideName) =>
  page.evaluate(([name, model, threads]) => globalThis.startSide(name).load(model, threads), [
    side,
    MODEL,
    THREADS,
  ] as const);

function measureRound({ url }: CuttableStudio, side: SideName): Promise<Round> {
  return withProfile(async (profile) => {
    const cold = await measureInBrowser(url, profile, (page) => load(page, side));
    const warm = await measureInBrowser(url, profile, (page) => load(page, side));
    const read = await measureInBrowser(url, profile, (page) =>
      page.evaluate(([name, model]) => globalThis.startSide(name).readAll(model), [
        side,
        MODEL,
      ] as const),
    );
    return { cold, warm, readMs: read.value };
  });
}

/** Bytes that were sent twice because of an interruption. */
interface Again {
  afterCut: number;
  afterKill: number;
}

async function measureInterruptions(host: CuttableStudio, side: SideName): Promise<Again> {
  return {
    afterCut: await measureInterruption(host, side, async (page, loading) => {
      host.cut();
      await new Promise((later) => setTimeout(later, 1000));
      host.mend();
      // Ours resumes automatically; transformers.js gives up, and the caller has to start again.
      await loading.catch(() => load(page, side));
    }),
    afterKill: await measureInterruption(host, side, async (page) => {
      await page.reload();
      await page.waitForFunction(() => 'startSide' in globalThis);
      await load(page, side);
    }),
  };
}

async function measureInterruption(
  host: CuttableStudio,
  side: SideName,
  interrupt: (page: Page, loading: Promise<unknown>) => Promise<void>,
): Promise<number> {
  host.sent.length = 0;
  host.bytesPerSecond = SLOWLY;
  await withProfile((profile) =>
    measureInBrowser(host.url, profile, async (page) => {
      const loading = load(page, side);
      loading.catch(() => undefined);
      while (sentOf(host) < BREAK_AT_BYTES) await new Promise((later) => setTimeout(later, 20));
      await interrupt(page, loading);
    }),
  );
  host.bytesPerSecond = Infinity;
  return countTwiceSent(host.sent, FILE);
}

const sentOf = ({ sent }: CuttableStudio) =>
  Math.max(
    0,
    ...sent
      .filter(({ path }) => path.endsWith(FILE))
      .map(({ start, sentBytes }) => start + sentBytes),
  );

async function describeRows(
  rounds: Record<SideName, readonly Round[]>,
  again: Record<SideName, Again>,
): Promise<BenchRow[]> {
  const { version } = JSON.parse(
    await readFile('node_modules/@huggingface/transformers/package.json', 'utf8'),
  ) as {
    version: string;
  };
  const peerName = `transformers.js ${version}, Cache API`;
  const row = (what: string, unit: string, read: (round: Round) => number): BenchRow => ({
    what,
    unit,
    peerName,
    ours: medianOf(rounds.ours.map(read)),
    peer: medianOf(rounds.peer.map(read)),
  });
  const fetched = (what: string, read: (side: Again) => number): BenchRow => ({
    what: `fetched again after ${what} at 60 %`,
    unit: 'MB',
    peerName,
    ours: read(again.ours) / 1e6,
    peer: read(again.peer) / 1e6,
  });
  return [
    row('first visit, until ready to answer', 'ms', ({ cold }) => cold.value),
    row('later visit, until ready to answer', 'ms', ({ warm }) => warm.value),
    row('later visit, all files read into memory', 'ms', ({ readMs }) => readMs),
    row('peak memory, first visit', 'MB', ({ cold }) => cold.peakBytes / 1e6),
    row(
      'the same above the open page',
      'MB',
      ({ cold }) => (cold.peakBytes - cold.idleBytes) / 1e6,
    ),
    row('peak memory, later visit', 'MB', ({ warm }) => warm.peakBytes / 1e6),
    row(
      'the same above the open page',
      'MB',
      ({ warm }) => (warm.peakBytes - warm.idleBytes) / 1e6,
    ),
    fetched('a cut connection', ({ afterCut }) => afterCut),
    fetched('a killed tab', ({ afterKill }) => afterKill),
  ];
}

function report(side: SideName, round: Round | undefined): void {
  if (!round) return;
  const { cold, warm, readMs } = round;
  const words = [cold.value, warm.value, readMs].map((ms) => `${Math.round(ms)} ms`).join(', ');
  process.stderr.write(`${side}: first, later, read ${words}\n`);
}
