import { createRandom } from '../../e2e/fixtures/onnx-graph.ts';
import { watchMemory } from '../../scripts/process-memory.ts';
import { medianOf, type Bench, type BenchRow } from '../bench.ts';
import type { Drawing, PictureOrder, PictureRunner } from './picture-runner.ts';
import { openPlainRunner } from './plain-runner.ts';
import { openStudioRunner } from './studio-runner.ts';

const PEER = 'the loop of the public examples, same runtime and graphs';
const LATENTS = 12 * 16 * 16;

/** "a fox on a teal background" and the empty prompt, as the stickers' tokenizer writes them. */
const pad = (ids: readonly number[]) => Array.from({ length: 20 }, (_, index) => ids[index] ?? 0);
const ORDER: Omit<PictureOrder, 'steps'> = {
  prompt: 'a fox on a teal background',
  tokens: pad([1, 63, 501, 99, 63, 436, 159, 2]),
  negativeTokens: pad([1, 2]),
  guidance: 3,
  noise: Array.from(createRandom(11).normals(LATENTS, 1)),
};

/** The software GPU is slow: fewer steps and rounds there. */
const SETUPS = [
  { device: 'wasm', title: 'processor (wasm)', steps: 12, rounds: 3 },
  { device: 'webgpu', title: 'WebGPU on the software adapter', steps: 2, rounds: 2 },
] as const;

export const imagesBench: Bench = {
  about:
    'The built-in sticker model, 256 × 256, guidance 3, in headless Chromium: 12 steps and 3 rounds on the processor, 2 steps and 2 rounds on WebGPU over SwiftShader (software: it shows what is moved, not how fast a GPU is). Same noise on both sides; medians; the first picture of each side does not count. Memory is the proportional set size of all processes of a browser that loads the model and draws one picture. The peer makes pixels, Triptych a PNG with its parameters.',
  async run() {
    const rows: BenchRow[] = [];
    for (const setup of SETUPS) rows.push(...(await measure(setup)));
    return rows;
  },
};

async function measure(setup: (typeof SETUPS)[number]): Promise<BenchRow[]> {
  const { device, title, steps, rounds } = setup;
  const sides = [() => openStudioRunner(device), () => openPlainRunner(device)];
  const runners: PictureRunner[] = [];
  try {
    for (const open of sides) runners.push(await open());
    const drawings = runners.map((): Drawing[] => []);
    for (let round = 0; round <= rounds; round++) {
      process.stderr.write(`${title}: round ${round} of ${rounds}\n`);
      for (const [index, runner] of runners.entries()) {
        const drawing = await runner.draw({ ...ORDER, steps });
        if (round > 0) drawings[index]?.push(drawing);
      }
    }
    await Promise.all(runners.splice(0).map((runner) => runner.close()));
    const peaks: (number | undefined)[] = [];
    for (const open of sides) peaks.push(await measurePeak(open, steps));
    return compare(setup, drawings, peaks);
  } finally {
    await Promise.all(runners.map((runner) => runner.close()));
  }
}

/**
 * Most that all processes of a browser take which loads the model and draws a picture, in bytes.
 */
async function measurePeak(
  open: () => Promise<PictureRunner>,
  steps: number,
): Promise<number | undefined> {
  const memory = watchMemory();
  const runner = await open();
  try {
    await runner.draw({ ...ORDER, steps });
    return memory.readPeak();
  } finally {
    memory.stop();
    await runner.close();
  }
}

function compare(
  { device, title }: (typeof SETUPS)[number],
  [ours = [], peers = []]: readonly Drawing[][],
  [ourPeak, peerPeak]: readonly (number | undefined)[],
): BenchRow[] {
  checkAgreement(ours[0], peers[0]);
  const row = (what: string, unit: string, read: (drawing: Drawing) => number): BenchRow => ({
    what: `${what}, ${title}`,
    unit,
    peerName: PEER,
    ours: medianOf(ours.map(read)),
    peer: medianOf(peers.map(read)),
  });
  return [
    row('a picture', 's', ({ seconds }) => seconds),
    // On the processor both sides' numbers lie in memory that JavaScript reads as it is; on a GPU a
    // step is over when it has been asked for.
    device === 'webgpu'
      ? row('read back per step', 'bytes', ({ bytesReadPerStep }) => bytesReadPerStep)
      : row('a step', 'ms', ({ stepMs }) => medianOf(stepMs)),
    ...(ourPeak && peerPeak
      ? [
          {
            what: `peak memory, ${title}`,
            unit: 'MB',
            peerName: PEER,
            ours: ourPeak / 1e6,
            peer: peerPeak / 1e6,
          },
        ]
      : []),
  ];
}

/** Both must have drawn the same, or their times say nothing. */
function checkAgreement(ours: Drawing | undefined, peers: Drawing | undefined): void {
  const theirs = peers?.pixels ?? [];
  const pixels = ours?.pixels ?? [];
  const worst = pixels.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (theirs[index] ?? 1000))),
    0,
  );
  if (worst > 3)
    throw new Error(`The two sides drew different pictures: off by up to ${worst} of 255.`);
}
