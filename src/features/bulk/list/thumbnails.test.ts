import { expect, it, vi } from 'vitest';
import { createThumbnails } from './thumbnails.ts';

/** Holds every picture until it is let go. */
function setUp() {
  const asked: string[] = [];
  const going = new Map<string, () => void>();
  const thumbnails = createThumbnails({
    readSource: (id) => Promise.resolve(new Blob([id])),
    async makeThumbnail(file) {
      const id = await file.text();
      asked.push(id);
      await new Promise<void>((resolve) => going.set(id, resolve));
      if (id === 'broken') throw new Error('not a picture');
      return file;
    },
  });
  const letGo = (id: string) => vi.waitFor(() => (going.get(id) ?? expect.fail(id))());
  return { thumbnails, asked, letGo };
}

it('makes two at a time, and those that came into sight last first', async () => {
  const { thumbnails, asked, letGo } = setUp();
  const all = ['a', 'b', 'c', 'd'].map((id) => thumbnails.open(id));
  await letGo('a');
  await letGo('d');
  for (const id of ['b', 'c']) await letGo(id);
  expect(await Promise.all(all)).toEqual(all.map(() => expect.stringMatching(/^blob:/)));
  expect(asked).toEqual(['a', 'b', 'd', 'c']);
});

it('makes each once, and none of what is no picture', async () => {
  const { thumbnails, asked, letGo } = setUp();
  const [first, second] = [thumbnails.open('broken'), thumbnails.open('broken')];
  await letGo('broken');
  expect([await first, await second]).toEqual([null, null]);
  expect(asked).toEqual(['broken']);
});
