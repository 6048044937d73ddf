import { describe, expect, it } from 'vitest';
import { encodePng } from '../../images/png.ts';
import { FAMILIES } from '../derivatives/families.ts';
import { drawFaces } from '../faces.fixture.ts';
import type { ImageOpsRequest, ProcessedFile } from '../image-ops-engine.ts';
import { decode, drawBall, engine } from '../test-pictures.fixture.ts';
import type { Findings } from '../findings.ts';

const portrait = await encodePng(drawFaces(900, 600, [{ x: 700, y: 250, height: 200 }]));

async function run(
  bytes: Uint8Array<ArrayBuffer>,
  operations: ImageOpsRequest['operations'],
): Promise<{ files: readonly ProcessedFile[]; findings: Findings }> {
  const request = { file: new Blob([bytes]), operations };
  for await (const event of engine.process(request, new AbortController().signal))
    if (event.type === 'finish') return event;
  throw new Error('Nothing came out.');
}

const derive = (options?: object) => run(portrait, [{ op: 'derivatives', options }]);
const sizesOf = (files: readonly ProcessedFile[]) =>
  files.map(({ name, width, height }) => [name, width, height]);

describe('derivatives', () => {
  it('are the families of one picture each, around the face, as WebP', async () => {
    const { files, findings } = await derive();
    const expected = [
      'hero',
      'og',
      'twitter',
      'square',
      'story',
      'sidebar',
      'avatar',
      'thumb',
    ] as const;
    expect(sizesOf(files)).toEqual(
      expected.flatMap((name) => FAMILIES[name].map(({ width, height }) => [name, width, height])),
    );
    expect(files.every(({ extension }) => extension === 'webp')).toBe(true);
    expect(findings.focalPoint?.method).toBe('face');
    for (const { name, crop } of files) {
      const { left = 0, top = 0, width = 0, height = 0 } = crop ?? {};
      expect([left <= 640, left + width >= 760, top <= 190, top + height >= 320], name).toEqual(
        Array(4).fill(true),
      );
    }
  });

  it('take a point instead of looking for one, and need no model then', async () => {
    const focalPoint = { x: 0, y: 0.5 };
    const { files, findings } = await derive({ family: 'avatar', focalPoint });
    expect(findings.focalPoint).toEqual({ ...focalPoint, method: 'given' });
    expect(files[0]?.crop).toEqual({ left: 0, top: 0, width: 600, height: 600 });
  });

  it('for srcset keep the shape and are never enlarged', async () => {
    const { files, findings } = await derive({ family: 'srcset' });
    expect(sizesOf(files)).toEqual([
      ['320w', 320, 213],
      ['640w', 640, 427],
      ['900w', 900, 600],
    ]);
    expect(findings).toEqual({});
    expect(files.every(({ crop }) => crop === undefined)).toBe(true);
  });

  it('are made in several formats, and in sizes of one’s own', async () => {
    const { files } = await derive({
      sizes: [
        { name: 'banner@2x', width: 300, height: 100 },
        { width: 200, format: 'png' },
      ],
      format: ['avif', 'jpeg'],
      focalPoint: { x: 0.5, y: 0.5 },
    });
    expect(files.map(({ name, extension }) => `${name}.${extension}`)).toEqual([
      'banner@2x.avif',
      'banner@2x.jpg',
      '200w.png',
    ]);
  });

  it('for tabs and home screens include an icon file of three sizes', async () => {
    const { files } = await derive({ family: 'favicon', focalPoint: { x: 0.5, y: 0.5 } });
    const [icon, ...pngs] = files;
    expect([icon?.extension, icon?.width, icon?.file.type]).toEqual(['ico', 48, 'image/x-icon']);
    const view = new DataView((await icon?.file.arrayBuffer()) ?? new ArrayBuffer(0));
    expect([view.getUint16(2, true), view.getUint16(4, true)]).toEqual([1, 3]);
    expect([0, 1, 2].map((index) => view.getUint8(6 + 16 * index))).toEqual([16, 32, 48]);
    const start = view.getUint32(6 + 16 + 12, true);
    const length = view.getUint32(6 + 16 + 8, true);
    const second = await decode(new Uint8Array(view.buffer, start, length).slice());
    expect([second.width, second.height]).toEqual([32, 32]);
    expect(pngs.map(({ width }) => width)).toEqual([32, 180, 192, 512]);
  });

  it('are each changed by what follows', async () => {
    const { files } = await run(portrait, [
      { op: 'derivatives', options: { family: ['og', 'thumb'], focalPoint: { x: 0.5, y: 0.5 } } },
      { op: 'resize', options: { width: 100 } },
    ]);
    expect(sizesOf(files)).toEqual([
      ['og', 100, 53],
      ['thumb', 100, 75],
    ]);
  });

  it.each([
    [{ family: 'poster' }, '"family" must be one or more of hero'],
    [{ family: ['og', 'poster'] }, '"family" must be one or more of hero'],
    [{ sizes: [{ name: '../x', width: 1 }] }, '"sizes.0.name" must be 1 to 64 letters'],
    [{ sizes: [{ width: 0 }] }, '"sizes.0.width" must be a whole number from 1 to 16383'],
    [{ focalPoint: { x: 2, y: 0 } }, '"focalPoint.x" must be a number from 0 to 1'],
    [{ format: 'bmp' }, '"format" must be one or more of webp'],
    [{ format: [] }, '"format" must be one or more of webp'],
  ])('%j is refused by name', async (options, message) => {
    await expect(derive(options)).rejects.toThrow(message);
  });
});

describe('clip-focal', () => {
  it.each([
    [800, 200],
    [300, 300],
    [200, 600],
  ])('to %i × %i keeps the face', async (width, height) => {
    const { files, findings } = await run(portrait, [
      { op: 'clip-focal', options: { width, height } },
    ]);
    expect([files[0]?.width, files[0]?.height]).toEqual([width, height]);
    expect(findings.focalPoint?.method).toBe('face');
    const { left = 0, width: shown = 0 } = files[0]?.crop ?? {};
    expect(left).toBeLessThan(650);
    expect(left + shown).toBeGreaterThan(750);
  });

  it('keeps what stands out where there is no face', async () => {
    const ball = await encodePng(drawBall(600, 200, { x: 480, y: 100, radius: 60 }));
    const { files, findings } = await run(ball, [
      { op: 'clip-focal', options: { width: 100, height: 100 } },
    ]);
    expect(findings.focalPoint?.method).toBe('saliency');
    const [red = 0, green = 0] = (await decode(files[0]?.file ?? new Blob())).at(50, 50);
    expect(red - green).toBeGreaterThan(100);
  });
});
