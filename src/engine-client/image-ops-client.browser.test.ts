import { afterEach, expect, it } from 'vitest';
import type { OperationRequest } from '../engine/image-ops/image-ops-engine.ts';
import { encodePng } from '../engine/images/png.ts';
import { createImageOpsClient } from './image-ops-client.ts';

const client = createImageOpsClient(() => Promise.reject(new Error('No model is needed.')));
afterEach(client.unload);

async function paint(side: number): Promise<Blob> {
  const data = new Uint8ClampedArray(4 * side * side).map((_, at) =>
    at % 4 === 3 ? 255 : (at * 31) % 256,
  );
  return new Blob([await encodePng({ width: side, height: side, data })]);
}

async function run(
  file: Blob,
  operations: OperationRequest[],
  signal = new AbortController().signal,
) {
  for await (const event of client.process({ file, operations }, signal))
    if (event.type === 'finish' && event.files[0]) return event.files[0];
  throw new Error('Nothing came out.');
}

it('does in a worker what it does in Node, in each format that browsers show', async () => {
  const file = await paint(64);
  for (const format of ['webp', 'jpeg', 'png', 'avif']) {
    const made = await run(file, [
      { op: 'resize', options: { width: 32 } },
      { op: 'convert', options: { format } },
    ]);
    expect([made.width, made.height, made.file.type]).toEqual([32, 32, `image/${format}`]);
    const bitmap = await createImageBitmap(made.file);
    expect([bitmap.width, bitmap.height]).toEqual([32, 32]);
  }
});

it('passes on what was wrong', async () => {
  await expect(run(new Blob(['<svg/>']), [])).rejects.toMatchObject({ code: 'not_supported' });
  await expect(run(await paint(8), [{ op: 'blur', options: { sigma: 0 } }])).rejects.toThrow(
    'blur: "sigma" must be a number from 0.3 to 200.',
  );
});

it('stops even in the middle of a long encode, and what waits behind it is done', async () => {
  const stop = new AbortController();
  const running = run(
    await paint(1500),
    [{ op: 'convert', options: { format: 'avif' } }],
    stop.signal,
  );
  const waiting = run(await paint(8), [{ op: 'optimize' }]);
  setTimeout(() => stop.abort(), 1000);
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
  expect((await waiting).extension).toBe('webp');
});
