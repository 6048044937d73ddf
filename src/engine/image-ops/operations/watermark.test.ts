import { describe, expect, it } from 'vitest';
import { createComputeHost } from '../../../../e2e/fixtures/compute-host.ts';
import { encodePng } from '../../images/png.ts';
import type { PixelImage } from '../../images/pixel-image.ts';
import { MARK_MODEL } from '../../models/catalog.ts';
import type { ImageOpsEvent, ImageOpsRequest } from '../image-ops-engine.ts';
import { decodeMark } from '../marks/invisible/mark-code.ts';
import { toTensor } from '../marks/invisible/picture-tensor.ts';
import { paintTexture } from '../marks/textured-picture.fixture.ts';
import { createNetworks } from '../networks/open-network.ts';
import { decode, engine, openVips, paintCorners, processOne } from '../test-pictures.fixture.ts';

type Operations = ImageOpsRequest['operations'];

const texture = await encodePng(paintTexture(320, 240, 1));

const hide = (payload: number): Operations => [
  { op: 'watermark', options: { invisible: true, payload } },
];

async function run(file: Blob, operations: Operations): Promise<ImageOpsEvent[]> {
  const events: ImageOpsEvent[] = [];
  for await (const event of engine.process({ file, operations }, new AbortController().signal))
    events.push(event);
  return events;
}

async function readMark(file: Blob) {
  const finish = (await run(file, [{ op: 'read-mark' }])).at(-1);
  return finish?.type === 'finish' ? finish.findings.mark : undefined;
}

const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer());

function paintFlat(width: number, height: number, value: number): PixelImage {
  const data = new Uint8ClampedArray(width * height * 4).fill(value);
  return { width, height, data: data.map((each, at) => (at % 4 === 3 ? 255 : each)) };
}

describe('an invisible mark', () => {
  const marked = processOne(texture, hide(1234));

  it.each<[string, Operations]>([
    ['WebP', [{ op: 'optimize' }]],
    ['JPEG', [{ op: 'convert', options: { format: 'jpeg', quality: 70 } }]],
    ['half the size', [{ op: 'resize', options: { width: 160 } }]],
    [
      'a crop to 75 % and WebP',
      [{ op: 'crop', options: { left: 30, top: 40, width: 240, height: 180 } }, { op: 'optimize' }],
    ],
  ])('is read after %s', async (_, operations) => {
    const { file } = await processOne(await bytesOf((await marked).file), operations);
    const mark = await readMark(file);
    expect(mark).toMatchObject({ found: true, payload: 1234 });
    expect(mark?.confidence).toBeGreaterThan(0.9999);
  });

  it('is read in the mirrored picture, which is said', async () => {
    const mirror: Operations = [{ op: 'flip' }, { op: 'optimize' }];
    const { file } = await processOne(await bytesOf((await marked).file), mirror);
    expect(await readMark(file)).toMatchObject({ found: true, payload: 1234, isMirrored: true });
    expect(await readMark((await marked).file)).toMatchObject({ isMirrored: false });
  });

  it('changes no pixel by more than 5 of 255 steps', async () => {
    const after = await decode((await marked).file);
    const before = await decode(texture);
    const steps: number[] = [];
    for (let at = 0; at < 320 * 240; at += 37) {
      const [x, y] = [at % 320, Math.floor(at / 320)];
      const pixel = before.at(x, y);
      steps.push(...after.at(x, y).map((value, band) => Math.abs(value - (pixel[band] ?? NaN))));
    }
    expect(Math.max(...steps)).toBeLessThanOrEqual(5);
    expect(Math.max(...steps)).toBeGreaterThan(0);
  });

  it('leaves alpha as it is', async () => {
    const clear = paintTexture(160, 128, 3);
    for (let at = 0; at < 160 * 30; at++) clear.data[4 * at + 3] = at % 256;
    const { file } = await processOne(await encodePng(clear), hide(7));
    const { at, bands } = await decode(file);
    expect(bands).toBe(4);
    for (const [x, y] of [
      [0, 0],
      [100, 0],
      [159, 1],
      [19, 25],
      [5, 100],
    ] as const)
      expect(at(x, y)[3]).toBe(clear.data[4 * (y * 160 + x) + 3]);
    expect(await readMark(file)).toMatchObject({ found: true, payload: 7 });
  });

  it('tells how far it is, and where there is none says so and leaves the picture alone', async () => {
    const events = await run(new Blob([texture]), [{ op: 'read-mark' }]);
    const done = events.flatMap((event) =>
      event.type === 'operation-progress' ? [event.done] : [],
    );
    expect(done.length).toBeGreaterThan(2);
    const finish = events.at(-1);
    if (finish?.type !== 'finish') throw new Error('It did not finish.');
    expect(finish.findings.mark?.found).toBe(false);
    expect(finish.findings.mark?.confidence).toBeLessThan(0.9999);
    expect(Object.keys(finish.findings.mark ?? {})).not.toContain('payload');
    const [{ file } = { file: undefined }] = finish.files;
    if (!file) throw new Error('Nothing came out.');
    const [after, before] = [await decode(file), await decode(texture)];
    expect(after.at(17, 71)).toEqual(before.at(17, 71));
  });

  it('seems to be in other pictures as seldom as calculated', async () => {
    const vips = await openVips();
    const openNetwork = createNetworks(() => Promise.resolve(createComputeHost()));
    const decoder = await openNetwork(MARK_MODEL, 'decoder.onnx');
    const chances: number[] = [];
    for (let seed = 10; seed < 18; seed++) {
      const image = vips.Image.newFromBuffer(await encodePng(paintTexture(96, 80, seed)));
      const frame = toTensor(image, { width: 96, height: 80 });
      const outputs = (await decoder.run({ frame }))['output']?.values ?? new Float32Array();
      // A code with other bits turned is as good a code: each is a trial of its own.
      for (let mask = 1; mask <= 250; mask++) {
        const turned = Math.imul(mask, 0x9e3779b1);
        chances.push(
          decodeMark(outputs.map((value, bit) => ((turned >>> bit) & 1 ? -value : value))).chance,
        );
      }
    }
    const shareBelow = (limit: number) =>
      chances.filter((chance) => chance < limit).length / chances.length;
    expect(shareBelow(0.2)).toBeGreaterThan(0.05);
    expect(shareBelow(0.1)).toBeLessThan(0.13);
    expect(shareBelow(0.01)).toBeLessThan(0.018);
    expect(shareBelow(1e-4)).toBeLessThan(0.0015);
  });

  it.each<[string, PixelImage, string, RegExp]>([
    ['too small', paintTexture(200, 100, 4), 'invalid_request', /at least 128 pixels a side/],
    ['too narrow', paintTexture(2600, 130, 4), 'invalid_request', /too long and narrow/],
    ['of one colour', paintFlat(160, 128, 120), 'invalid_request', /has too few details/],
  ])('is refused by a picture that is %s', async (_, picture, code, message) => {
    await expect(processOne(await encodePng(picture), hide(1))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  it('is refused by an animation', async () => {
    const vips = await openVips();
    const still = vips.Image.newFromBuffer(texture);
    const strip = vips.Image.arrayjoin([still, still.invert()], { across: 1 }).copy();
    strip.setInt('page-height', 240);
    const animated = new Uint8Array(strip.webpsaveBuffer());
    await expect(processOne(animated, hide(1), { frames: 'all' })).rejects.toMatchObject({
      code: 'not_supported',
    });
  });

  it.each<[string, object, RegExp]>([
    ['no payload', { invisible: true }, /"payload", a whole number from 0 to 2047, go together/],
    ['a payload without "invisible"', { image: new Blob([texture]), payload: 3 }, /go together/],
    ['too large a payload', { invisible: true, payload: 2048 }, /a whole number from 0 to 2047/],
    ['a fraction', { invisible: true, payload: 1.5 }, /a whole number from 0 to 2047/],
    ['a text', { invisible: true, payload: 'me' }, /a whole number from 0 to 2047/],
  ])('says what is wrong: %s', async (_, options, message) => {
    const small = await encodePng(paintCorners(8, 8));
    await expect(processOne(small, [{ op: 'watermark', options }])).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(message) as string,
    });
  });

  it('can be cancelled while it is read', async () => {
    const controller = new AbortController();
    const request = { file: new Blob([texture]), operations: [{ op: 'read-mark' }] };
    const read = async () => {
      for await (const event of engine.process(request, controller.signal))
        if (event.type === 'operation-progress') controller.abort();
    };
    await expect(read()).rejects.toMatchObject({ code: 'aborted' });
  });
});
