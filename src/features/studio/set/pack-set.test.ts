import { describe, expect, it } from 'vitest';
import { readZip } from '../../../engine/files/read-zip.ts';
import { packSet } from './pack-set.ts';
import { BRIEF, createRead } from '../store/studio-store.fixture.ts';

describe('a set that is saved', () => {
  it('goes into a zip with names, markup and a manifest', async () => {
    const { store } = await createRead();
    await store.getState().make();
    store.getState().setAlt('Bread & roses');
    const { project, files } = store.getState();
    const zip = await readZip(await packSet(project, files, new AbortController().signal));
    const stem = 'spring-sale-at-a-bakery-in-lisbon-cosy';
    expect([...zip.keys()]).toEqual([
      `${stem}-hero.webp`,
      `${stem}-og.webp`,
      `${stem}-square.webp`,
      `${stem}-story.webp`,
      `${stem}.html`,
      `${stem}.json`,
    ]);
    const read = async (ending: string) => {
      const [, entry] = [...zip].find(([name]) => name.endsWith(ending)) ?? [];
      return (await entry?.read())?.text() ?? '';
    };
    expect(await read('.html')).toContain('alt="Bread &amp; roses"');
    expect(JSON.parse(await read('.json'))).toMatchObject({
      brief: BRIEF,
      alt: 'Bread & roses',
      understood: { culture: 'Portugal' },
      files: [
        { name: 'hero', width: 1920, height: 800, drawn: { seed: project.made.draws[0]?.seed } },
        {},
        {},
        {},
      ],
    });
  });
});
