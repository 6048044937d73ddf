import sharp from 'sharp';
import { openStudio } from '../../scripts/demo/studio-session.ts';
import { measureMemory } from '../../scripts/process-memory.ts';
import { medianOf, type Bench, type BenchRow } from '../bench.ts';
import { createCanvasSide } from './canvas-side.ts';
import {
  createNodeSide,
  createSharpSide,
  createStudioSide,
  type DerivativeOrder,
  type DerivativeSide,
} from './derivative-side.ts';
import { paintPhotograph } from './paint-photograph.ts';

const ROUNDS = 7;
const SIDE = 1024;
const QUALITY = 82;

/** Shapes of common derivatives, at sizes that a picture of 1,024 pixels has. */
const SIZES = [
  { width: 1024, height: 427 },
  { width: 1024, height: 538 },
  { width: 1000, height: 500 },
  { width: 1024, height: 1024 },
  { width: 576, height: 1024 },
  { width: 300, height: 600 },
  { width: 400, height: 400 },
  { width: 320, height: 240 },
];

const BULK = { count: 200, side: 512, width: 320 };
/** By now everything is loaded and warm. */
const WARM_AFTER = 10;

export const imageOpsBench: Bench = {
  about: `Eight derivatives as WebP (quality ${QUALITY}), of a JPEG of ${SIDE} × ${SIDE} pixels: medians of ${ROUNDS} rounds after one to warm up, all sides taking turns. sharp makes its derivatives at once on all cores; Triptych writes them on as many threads as there are cores, at most four. Bulk: ${BULK.count} JPEGs of ${BULK.side} × ${BULK.side} pixels, each resized to ${BULK.width} and written as WebP, one after the other on both sides. Memory is the proportional set size of all processes of the browser, after the page has collected its garbage.`,
  async run() {
    const { page, close } = await openStudio([]);
    try {
      const sides = [
        createStudioSide(page),
        createNodeSide(),
        await createSharpSide(),
        createCanvasSide(page),
      ] as const;
      const [inChromium, inNode, bySharp, byCanvas] = await takeTurns(sides);
      const [, , native, canvas] = sides;
      const row = (what: string, ours = NaN, peer = NaN, peerName: string): BenchRow => ({
        what,
        ours,
        peer,
        peerName,
        unit: 'ms',
      });
      return [
        row('8 derivatives, in Chromium', inChromium, bySharp, native.name),
        row('8 derivatives, in Node', inNode, bySharp, native.name),
        row('8 derivatives, in Chromium', inChromium, byCanvas, canvas.name),
        ...(await measureBulk(sides[0], () => page.requestGC())),
      ];
    } finally {
      await close();
    }
  },
};

/** Median milliseconds of each side. */
async function takeTurns(sides: readonly DerivativeSide[]): Promise<number[]> {
  const order = { file: await writeJpeg(SIDE, 1), sizes: SIZES, quality: QUALITY };
  const times = sides.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    process.stderr.write(`Round ${round} of ${ROUNDS}\n`);
    for (const [index, side] of sides.entries()) {
      const ms = await side.derive(order);
      if (round > 0) times[index]?.push(ms);
    }
  }
  return times.map(medianOf);
}

async function measureBulk(
  studio: DerivativeSide,
  collectGarbage: () => Promise<void>,
): Promise<BenchRow[]> {
  const measure = () => collectGarbage().then(measureMemory);
  const sizes = [{ width: BULK.width, height: BULK.width }];
  const native = await createSharpSide();
  let [ours, peers, early] = [0, 0, 0];
  for (let index = 0; index < BULK.count; index++) {
    const order: DerivativeOrder = {
      file: await writeJpeg(BULK.side, index),
      sizes,
      quality: QUALITY,
    };
    ours += await studio.derive(order);
    peers += await native.derive(order);
    if (index === WARM_AFTER - 1) early = await measure();
    if (index % 20 === 0) process.stderr.write(`Picture ${index} of ${BULK.count}\n`);
  }
  const perSecond = (ms: number) => (1000 * BULK.count) / ms;
  return [
    {
      what: 'bulk, one picture after the other',
      ours: perSecond(ours),
      peer: perSecond(peers),
      peerName: native.name,
      unit: 'pictures/s',
    },
    {
      what: `memory after ${BULK.count} pictures`,
      ours: (await measure()) / 1e6,
      peer: early / 1e6,
      peerName: `Triptych after ${WARM_AFTER} pictures`,
      unit: 'MB',
    },
  ];
}

/** Base64. */
async function writeJpeg(side: number, seed: number): Promise<string> {
  const { data, width, height } = paintPhotograph(side, seed);
  const pixels = sharp(Buffer.from(data), { raw: { width, height, channels: 4 } });
  const bytes = await pixels.removeAlpha().jpeg({ quality: 92 }).toBuffer();
  return bytes.toString('base64');
}
