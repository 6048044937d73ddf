import { describe, expect, it } from 'vitest';
import type { Findings } from '../findings.ts';
import { CONTENT_CLASSES } from '../networks/classify.ts';
import { decode, drawBall, engine, makePicture } from '../test-pictures.fixture.ts';

const picture = await makePicture(
  (image) => image.pngsaveBuffer(),
  drawBall(200, 200, { x: 100, y: 100, radius: 60 }),
);

async function moderate(options?: object): Promise<{ findings: Findings; file: Blob }> {
  const request = { file: new Blob([picture]), operations: [{ op: 'moderate', options }] };
  for await (const event of engine.process(request, new AbortController().signal))
    if (event.type === 'finish' && event.files[0])
      return { findings: event.findings, file: event.files[0].file };
  throw new Error('Nothing came out.');
}

/** Whatever the picture shows, its class reaches a threshold of nought. */
const FLAG_ALL = { thresholds: { porn: 0 } };

describe('moderation', () => {
  it('says how likely each class is, and leaves a harmless picture alone', async () => {
    const { findings, file } = await moderate({ action: 'block' });
    const { isFlagged, flags, probabilities } = findings.verdict ?? {};
    expect([isFlagged, flags]).toEqual([false, []]);
    const sum = CONTENT_CLASSES.reduce((total, name) => total + (probabilities?.[name] ?? NaN), 0);
    expect(sum).toBeCloseTo(1, 4);
    expect((probabilities?.drawing ?? 0) + (probabilities?.neutral ?? 0)).toBeGreaterThan(0.8);
    expect((await decode(file)).at(100, 100)[0]).toBeGreaterThan(200);
  });

  it('only labels what it flags, unless asked for more', async () => {
    const { findings, file } = await moderate(FLAG_ALL);
    expect(findings.verdict).toMatchObject({ isFlagged: true, flags: ['porn'] });
    expect((await decode(file)).at(20, 20)).toEqual((await decode(picture)).at(20, 20));
  });

  it('blurs so that nothing can be made out', async () => {
    const { file } = await moderate({ ...FLAG_ALL, action: 'blur' });
    const { at } = await decode(file);
    const steps = Array.from({ length: 199 }, (_, x) =>
      Math.abs((at(x + 1, 100)[1] ?? 0) - (at(x, 100)[1] ?? 0)),
    );
    expect(Math.max(...steps)).toBeLessThan(12);
  });

  it('blocks with a code and the reason', async () => {
    await expect(moderate({ ...FLAG_ALL, action: 'block' })).rejects.toMatchObject({
      code: 'content_blocked',
      message: expect.stringContaining('porn') as string,
      details: { flags: 'porn' },
    });
  });

  it.each([
    [{ thresholds: { porn: 2 } }, '"thresholds.porn" must be a number from 0 to 1'],
    [{ thresholds: { cats: 0.5 } }, 'no option "cats"'],
    [{ action: 'burn' }, '"action" must be one of label, blur, block'],
  ])('%j is refused by name', async (options, message) => {
    await expect(moderate(options)).rejects.toThrow(message);
  });
});
