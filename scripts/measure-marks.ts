/**
 * What invisible marks survive, measured on pictures: `npx tsx scripts/measure-marks.ts FILE…`. For
 * each picture its signal-to-noise ratio after marking, and how sure a reader is after each change;
 * `false` where it reads a mark in the picture before. The last line of stdout is one JSON object.
 * The figures are in docs/decisions/2026-11-29-invisible-marks.md.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createComputeHost } from '../e2e/fixtures/compute-host.ts';
import { createNodeCanvas } from '../server/node-canvas.ts';
import type { ImageOpsRequest } from '../src/engine/image-ops/image-ops-engine.ts';
import { createVipsLoader } from '../src/engine/image-ops/load-vips.ts';
import { MAX_PAYLOAD } from '../src/engine/image-ops/marks/invisible/mark-code.ts';
import type { MarkFinding } from '../src/engine/image-ops/marks/invisible/mark-finding.ts';
import { createImageOpsEngine } from '../src/engine/image-ops/vips-image-ops-engine.ts';

type Operations = ImageOpsRequest['operations'];

const loadVips = createVipsLoader();
const engine = createImageOpsEngine({
  loadVips,
  connectCompute: () => Promise.resolve(createComputeHost()),
  connectCanvas: () => Promise.resolve(createNodeCanvas()),
});

const toPng: Operations = [{ op: 'convert', options: { format: 'png' } }];
const toWebp: Operations = [{ op: 'convert', options: { format: 'webp', quality: 82 } }];
const toJpeg: Operations = [{ op: 'convert', options: { format: 'jpeg', quality: 70 } }];

/** What happens to a marked picture of so many pixels. */
function listChanges(width: number, height: number): Record<string, Operations> {
  const resizeTo = (share: number): Operations => [
    { op: 'resize', options: { width: Math.round(share * width), fit: 'fill' } },
  ];
  const cropTo = (share: number): Operations => [
    {
      op: 'crop',
      options: {
        left: Math.floor(((1 - share) * width) / 3),
        top: Math.floor(((1 - share) * height) / 2),
        width: Math.floor(share * width),
        height: Math.floor(share * height),
      },
    },
  ];
  return {
    nothing: [],
    mirrored: [{ op: 'flip' }, ...toPng],
    'mirrored, WebP q82': [{ op: 'flip' }, ...toWebp],
    'WebP q82': toWebp,
    'JPEG q70': toJpeg,
    'half size': [...resizeTo(0.5), ...toPng],
    'half size, WebP q82': [...resizeTo(0.5), ...toWebp],
    'quarter size, WebP q82': [...resizeTo(0.25), ...toWebp],
    'crop 75 %': [...cropTo(0.75), ...toPng],
    'crop 50 %': [...cropTo(0.5), ...toPng],
    'crop 75 %, WebP q82': [...cropTo(0.75), ...toWebp],
    'crop 75 %, half size, WebP q82': [...cropTo(0.75), ...resizeTo(0.375), ...toWebp],
    'double size, JPEG q70': [...resizeTo(2), ...toJpeg],
  };
}

async function process(file: Blob, operations: Operations) {
  for await (const event of engine.process({ file, operations }, new AbortController().signal))
    if (event.type === 'finish' && event.files[0])
      return { ...event.files[0], mark: event.findings.mark };
  throw new Error('Nothing came out.');
}

async function readMark(file: Blob): Promise<MarkFinding> {
  const { mark } = await process(file, [{ op: 'read-mark' }]);
  if (!mark) throw new Error('The mark was not looked for.');
  return mark;
}

/** Peak signal-to-noise ratio, dB. */
async function measurePsnr(a: Blob, b: Blob): Promise<number> {
  const vips = await loadVips([]);
  const open = async (file: Blob) =>
    vips.Image.newFromBuffer(new Uint8Array(await file.arrayBuffer())).writeToMemory();
  const [before, after] = [await open(a), await open(b)];
  let squares = 0;
  for (const [at, value] of before.entries()) squares += (Number(value) - Number(after[at])) ** 2;
  return 10 * Math.log10(255 ** 2 / (squares / before.length));
}

async function measurePicture(path: string, payload: number) {
  const picture = await process(new Blob([await readFile(path)]), toPng);
  const start = performance.now();
  const options = { invisible: true, payload };
  const marked = await process(picture.file, [{ op: 'watermark', options }]);
  const hidingMs = Math.round(performance.now() - start);
  const psnr = Number((await measurePsnr(picture.file, marked.file)).toFixed(1));
  const isFalse = (await readMark(picture.file)).found;
  const survives: Record<string, boolean> = {};
  for (const [name, operations] of Object.entries(listChanges(marked.width, marked.height))) {
    const mark = await readMark((await process(marked.file, operations)).file);
    survives[name] = mark.found && mark.payload === payload;
  }
  const { width, height } = picture;
  return { picture: basename(path), width, height, psnr, hidingMs, isFalse, survives };
}

async function main(paths: readonly string[]): Promise<void> {
  const rows: unknown[] = [];
  for (const [index, path] of paths.entries()) {
    // Spread over all payloads, and the same in every run.
    const payload = (index * 797 + 1234) % (MAX_PAYLOAD + 1);
    try {
      const row = await measurePicture(path, payload);
      const lost = Object.entries(row.survives).flatMap(([name, isRead]) => (isRead ? [] : [name]));
      write(
        `${row.picture} ${row.width} × ${row.height}: ${row.psnr} dB, lost: ${lost.join('; ')}`,
      );
      rows.push(row);
    } catch (thrown) {
      write(`${basename(path)}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  write(JSON.stringify({ rows }));
}

const write = (line: string) => globalThis.process.stdout.write(`${line}\n`);

await main(globalThis.process.argv.slice(2));
globalThis.process.exit();
