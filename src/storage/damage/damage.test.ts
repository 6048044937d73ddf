import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { readZip } from '../../engine/files/read-zip.ts';
import { createRowParser, splitList, type Damage } from './damage.ts';
import { writeDamage } from './write-damage.ts';

const schema = z.object({
  id: z.string(),
  rate: z.catch(z.number().check(z.positive()), 1),
  tags: z.optional(z.catch(z.array(z.string()), [])),
});

function parse(...rows: readonly unknown[]) {
  const damages: Damage[] = [];
  const read = createRowParser('reading', schema, (each) => damages.push(...each))(rows);
  return { read, damages };
}

it('says nothing of rows that are whole, lack what they may, or are not there', () => {
  const rows = [{ id: 'a', rate: 2, tags: ['x'] }, { id: 'b', unknown: 1 }, undefined];
  const { read, damages } = parse(...rows);
  expect(read).toEqual([
    { id: 'a', rate: 2, tags: ['x'] },
    { id: 'b', rate: 1 },
  ]);
  expect(damages).toEqual([]);
});

it('tells rows that cannot be read from those that were repaired', () => {
  const rows = [{ id: 'a', rate: 0 }, 5, { id: 7 }, { id: 'b', rate: 1, tags: [{}] }];
  const { read, damages } = parse(...rows);
  expect(read.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(damages.map(({ key, outcome }) => [key, outcome])).toEqual([
    ['a', 'repaired'],
    ['', 'left-out'],
    ['7', 'left-out'],
    ['b', 'repaired'],
  ]);
  expect(damages[0]?.stored).toEqual(rows[0]);
});

it('splits a list into what can be read and the rest; anything but a list is the rest', () => {
  const good = { id: 'a', rate: 2 };
  expect(splitList(schema, [good, 5])).toEqual({ read: [good], unreadable: [5] });
  expect(splitList(schema, 'broken')).toEqual({ read: [], unreadable: ['broken'] });
  expect(splitList(schema, undefined)).toEqual({ read: [], unreadable: [] });
});

it('writes whatever was stored, with its bytes', async () => {
  const circle: Record<string, unknown> = { id: 'a', big: 2n, rate: Number.NaN };
  circle.self = circle;
  const stored = { index: 0, samples: new Blob(['sound'], { type: 'audio/pcm' }) };
  const zip = await readZip(
    await writeDamage(
      [
        { kind: 'conversation', key: 'a', outcome: 'left-out', stored: circle },
        { kind: 'piece', key: 'r/0', outcome: 'left-out', stored },
      ],
      null,
    ),
  );
  const readText = async (name: string) => (await zip.get(name)?.read())?.text();
  expect(JSON.parse((await readText('conversation-1.json')) ?? '')).toEqual({
    ...{ kind: 'conversation', key: 'a', outcome: 'left-out', belonging: [] },
    stored: { id: 'a', big: '2', rate: 'NaN', self: '…' },
  });
  expect(await readText('piece-2-1.bin')).toBe('sound');
});
