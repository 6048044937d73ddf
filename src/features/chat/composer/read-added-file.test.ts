import { describe, expect, it } from 'vitest';
import { readAddedFile } from './read-added-file.ts';

const read = (
  content: BlobPart | BlobPart[],
  name = 'a.txt',
  type = '',
  { takesPictures = false } = {},
) => readAddedFile(new File([content].flat(), name, { type }), takesPictures);

describe('a file that is added to a question', () => {
  it('is quoted under its name', async () => {
    expect(await read('x = 1\r\ny = 2\n\n', 'my  code.py')).toEqual({
      kind: 'text',
      block: 'my code.py:\n```py\nx = 1\ny = 2\n```\n',
    });
    expect(await read('no end', 'Makefile')).toEqual({
      kind: 'text',
      block: 'Makefile:\n```\nno end\n```\n',
    });
    expect(await read('a,b\n1,2', 'a.csv', 'text/csv')).toMatchObject({ kind: 'text' });
  });

  it('stays in its block, whatever fences it contains', async () => {
    expect(await read('````\n```', 'a.md')).toEqual({
      kind: 'text',
      block: 'a.md:\n`````md\n````\n```\n`````\n',
    });
  });

  it('may be UTF-8 or UTF-16 with a byte order mark', async () => {
    const block = 'a.txt:\n```txt\nñ日\n```\n';
    expect(await read('\ufeffñ日')).toEqual({ kind: 'text', block });
    expect(await read(new Uint8Array([0xff, 0xfe, 0xf1, 0x00, 0xe5, 0x65]))).toEqual({
      kind: 'text',
      block,
    });
    expect(await read(new Uint8Array([0xfe, 0xff, 0x00, 0xf1, 0x65, 0xe5]))).toEqual({
      kind: 'text',
      block,
    });
  });

  it.each([
    {
      name: 'bytes that are no text',
      content: new Uint8Array([0xf1, 0x61]),
      says: 'not UTF-8 text',
    },
    { name: 'zeros', content: new Uint8Array([0x61, 0x00, 0x62, 0x00]), says: 'not UTF-8 text' },
    { name: 'nothing', content: '', says: 'It is empty.' },
    { name: 'white space', content: ' \n', says: 'It is empty.' },
    { name: 'more than a model reads', content: 'x'.repeat(200_001), says: 'up to 200 kB' },
  ])('is refused with a reason: $name', async ({ content, says }) => {
    expect(await read(content)).toMatchObject({
      kind: 'refused',
      sentence: expect.stringMatching(new RegExp(`^a.txt: .*${says}`)),
    });
  });

  it.each([
    ['photo.PNG', '', 'open:images'],
    ['clipboard', 'image/png', 'open:images'],
    ['book.epub', '', 'open:speech'],
    ['paper.pdf', 'application/pdf', 'open:speech'],
    ['model.gguf', '', 'open:models'],
    ['song.mp3', 'audio/mpeg', undefined],
    ['all.zip', 'application/zip', undefined],
  ])('belongs elsewhere: %s', async (name, type, action) => {
    const added = await read('x', name, type);
    expect(added).toMatchObject({ kind: 'refused' });
    expect(added.kind === 'refused' ? added.action?.name : '').toBe(action);
  });

  it.each([
    ['photo.PNG', ''],
    ['clipboard', 'image/png'],
  ])('is shown as a picture where the model takes them: %s', async (name, type) => {
    expect(await read('x', name, type, { takesPictures: true })).toEqual({ kind: 'picture' });
  });

  it('may hold conversations', async () => {
    const text = '{"format":"triptych-conversations","version":1,"conversations":[]}';
    expect(await read(text, 'all.json')).toEqual({ kind: 'conversations' });
    expect(await read('{"a": 1}', 'a.json')).toMatchObject({ kind: 'text' });
    expect(await read(`{"a":"${'x'.repeat(200_000)}"}`, 'a.json')).toMatchObject({
      kind: 'refused',
    });
  });
});
