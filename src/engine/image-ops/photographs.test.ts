import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImageOpsRequest } from './image-ops-engine.ts';
import { decode, engine } from './test-pictures.fixture.ts';

/** Brought by e2e/fixtures/fetch-photographs.sh. */
const FOLDER = '.cache/photographs';

async function run(name: string, operations: ImageOpsRequest['operations']) {
  const request = { file: new Blob([readFileSync(join(FOLDER, name))]), operations };
  for await (const event of engine.process(request, new AbortController().signal))
    if (event.type === 'finish') return event;
  throw new Error('Nothing came out.');
}

describe.skipIf(!existsSync(join(FOLDER, 'astronaut.png')))('photographs', () => {
  /** The astronaut's head, with her hair, in the picture's pixels. */
  const HEAD = { left: 150, top: 10, right: 290, bottom: 185 };

  it.each([0, 30, 90, 180, 300])('a face that is turned by %i° is found', async (angle) => {
    const { findings } = await run('astronaut.png', [
      { op: 'rotate', options: { angle } },
      { op: 'clip-focal', options: { width: 100, height: 100 } },
    ]);
    expect(findings.focalPoint?.method).toBe('face');
  });

  it.each([
    [1200, 630],
    [300, 300],
    [200, 600],
  ])('to %i × %i the whole head is kept', async (width, height) => {
    const { files } = await run('astronaut.png', [
      { op: 'clip-focal', options: { width, height } },
    ]);
    const { crop } = files[0] ?? {};
    expect(crop?.left).toBeLessThanOrEqual(HEAD.left + 8);
    expect(crop?.top).toBeLessThanOrEqual(HEAD.top);
    expect((crop?.left ?? 0) + (crop?.width ?? 0)).toBeGreaterThanOrEqual(HEAD.right - 8);
    expect((crop?.top ?? 0) + (crop?.height ?? 0)).toBeGreaterThanOrEqual(HEAD.bottom);
  });

  it.each([
    ['coffee.png', 0.3, 0.7],
    ['chelsea.png', 0.3, 0.7],
    ['rocket.jpg', 0.4, 0.65],
  ])('without a face, %s is cropped around what stands out', async (name, from, to) => {
    const { findings } = await run(name, [{ op: 'clip-focal', options: { width: 9, height: 16 } }]);
    expect(findings.focalPoint?.method).toBe('saliency');
    expect(findings.focalPoint?.x).toBeGreaterThan(from);
    expect(findings.focalPoint?.x).toBeLessThan(to);
  });

  it('a person is cut out with the hair, and without the wall', async () => {
    const { files } = await run('astronaut.png', [{ op: 'cut-out' }]);
    const { at } = await decode(files[0]?.file ?? new Blob());
    for (const [x, y] of [
      [224, 120],
      [224, 30],
      [170, 60],
      [250, 450],
    ] as const)
      expect(at(x, y)[3], `${x}, ${y}`).toBeGreaterThan(230);
    for (const [x, y] of [
      [330, 30],
      [110, 60],
      [400, 250],
      [320, 200],
    ] as const)
      expect(at(x, y)[3], `${x}, ${y}`).toBeLessThan(25);
  });

  it.each(['astronaut.png', 'coffee.png', 'chelsea.png', 'rocket.jpg'])(
    '%s is harmless to the classifier',
    async (name) => {
      const { findings } = await run(name, [{ op: 'moderate' }]);
      expect(findings.verdict?.isFlagged).toBe(false);
    },
  );
});
