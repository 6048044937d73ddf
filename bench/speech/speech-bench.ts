import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FETCHED_VOICES } from '../../e2e/fixtures/fetched-voices.ts';
import { readModelFolders } from '../../server/model-folders.ts';
import { watchMemory } from '../../scripts/process-memory.ts';
import { medianOf, type Bench, type BenchRow } from '../bench.ts';
import { openKokoroRunner } from './kokoro-js-runner.ts';
import { findFamilies, type FoundFamilies } from './speech-families.ts';
import type { SpeechRunner, Spoken } from './speech-runner.ts';
import { measureSpeakers, openStudioRunner } from './studio-runner.ts';

const MODEL = 'triptych/Kokoro-82M-v1.0-ONNX';
const VOICE = 'af_heart';
const ROUNDS = 2;

const TEXT =
  'When the light of the morning came over the hills, the old man opened his window. ' +
  'Nobody had told him that the ship would come today.';

/** With the voices that `npm run test:voices` has brought, where it has. */
export async function createSpeechBench(): Promise<Bench> {
  const folders = [...readModelFolders(process.env), ...FETCHED_VOICES];
  const families = await findFamilies(folders);
  return {
    about: `Kokoro 82M, the same q8 file on wasm in headless Chromium, voice ${VOICE}, ${TEXT.split(' ').length} words in two sentences, both streaming; median of ${ROUNDS} rounds. kokoro-js runs as its documentation uses it, in a worker, on the same transformers.js and ONNX Runtime as the studio; each side takes as many threads as it does by itself. Below, one voice of each family on wasm with the same text, against the aims of the first words after a second and of twice the speed of speech; the real-time factor is the time of computing over that of the speech.${describeMissing(families)}`,
    run: () => measure(folders, families),
  };
}

function describeMissing({ missing }: FoundFamilies): string {
  if (missing.length === 0) return '';
  return ` Not measured, since their weights are not here: ${missing.join(', ')}.`;
}

interface Measured {
  runner: SpeechRunner;
  loadMs: number[];
  spoken: Spoken[];
  /** In bytes, of a browser that does nothing else. */
  peakMemory: number;
}

type OpenRunner = () => Promise<SpeechRunner>;

async function measure(
  folders: readonly string[],
  { speakers }: FoundFamilies,
): Promise<BenchRow[]> {
  const kokoro = folders.map((models) => join(models, MODEL)).find(existsSync);
  const compared = kokoro ? await compareKokoro(folders, kokoro) : [];
  const spoken = await measureSpeakers(folders, speakers, TEXT);
  const rows = spoken.flatMap((each, index) => compareWithAims(speakers[index]?.title ?? '', each));
  return [...compared, ...rows];
}

async function compareKokoro(folders: readonly string[], folder: string): Promise<BenchRow[]> {
  const sides: OpenRunner[] = [
    () => openStudioRunner(folders, { model: MODEL, voice: VOICE, dtype: 'q8' }),
    () => openKokoroRunner(folder, MODEL),
  ];
  const peaks: number[] = [];
  for (const open of sides) peaks.push(await measureMemory(open));
  const runners: SpeechRunner[] = [];
  try {
    for (const open of sides) runners.push(await open());
    const [ours, ...peers] = await takeTurns(runners, peaks);
    return ours ? peers.flatMap((peer) => compare(ours, peer)) : [];
  } finally {
    await Promise.all(runners.map((runner) => runner.close()));
  }
}

/** What a listener does not mind. */
const AIMS = { firstAudioMs: 1000, realTimeFactor: 0.5 };

function compareWithAims(
  title: string,
  { firstAudioMs, computeMs, durationSeconds }: Spoken,
): BenchRow[] {
  const row = (what: string, unit: string, ours: number, peer: number): BenchRow => ({
    what: `${title}: ${what}`,
    unit,
    peerName: 'the aim',
    ours,
    peer,
  });
  return [
    row('first audio', 'ms', firstAudioMs, AIMS.firstAudioMs),
    row('real-time factor', '×', computeMs / 1000 / durationSeconds, AIMS.realTimeFactor),
  ];
}

/** In a run of its own: counting slows the browser down. */
async function measureMemory(open: OpenRunner): Promise<number> {
  const memory = watchMemory();
  const runner = await open();
  try {
    await runner.load();
    await runner.speak('Good morning.', VOICE);
    return memory.readPeak() ?? Number.NaN;
  } finally {
    memory.stop();
    await runner.close();
  }
}

/** The first round fills caches and is not counted. */
async function takeTurns(
  runners: readonly SpeechRunner[],
  peaks: readonly number[],
): Promise<Measured[]> {
  const measured = runners.map((runner, index): Measured => ({
    runner,
    loadMs: [],
    spoken: [],
    peakMemory: peaks[index] ?? Number.NaN,
  }));
  for (const { runner } of measured) {
    await runner.load();
    await runner.speak('Hello.', VOICE);
  }
  for (let round = 0; round < ROUNDS; round++)
    for (const { runner, loadMs, spoken } of measured) {
      loadMs.push(await runner.load());
      spoken.push(await runner.speak(TEXT, VOICE));
    }
  return measured;
}

function compare(ours: Measured, peer: Measured): BenchRow[] {
  const row = (what: string, unit: string, read: (side: Measured) => number): BenchRow => ({
    what,
    unit,
    peerName: peer.runner.name,
    ours: read(ours),
    peer: read(peer),
  });
  return [
    row('first audio', 'ms', ({ spoken }) =>
      medianOf(spoken.map(({ firstAudioMs }) => firstAudioMs)),
    ),
    row('computing for one second of speech', 's', ({ spoken }) =>
      medianOf(spoken.map(({ computeMs, durationSeconds }) => computeMs / 1000 / durationSeconds)),
    ),
    row('load of the stored model', 'ms', ({ loadMs }) => medianOf(loadMs)),
    row('peak memory of the browser', 'MB', ({ peakMemory }) => peakMemory / 1e6),
  ];
}
