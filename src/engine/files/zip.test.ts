import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readZip } from './read-zip.ts';
import { createZipFile } from './write-zip.ts';
import { packDirectory } from './zip-records.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

async function zipOf(entries: Record<string, string>): Promise<Blob> {
  const zip = createZipFile();
  for (const [name, text] of Object.entries(entries)) await zip.add(name, new Blob([text]));
  return zip.finish();
}
async function read(file: Blob): Promise<Record<string, string>> {
  const entries = await readZip(file);
  return Object.fromEntries(
    await Promise.all(
      [...entries].map(async ([name, entry]) => [name, await (await entry.read()).text()]),
    ),
  );
}

const ENTRIES = { 'a.json': '{"a":1}', 'Bücher/日本語.txt': 'Grüße', 'empty.txt': '' };

describe('a zip file', () => {
  it('round-trips', async () => {
    expect(await read(await zipOf(ENTRIES))).toEqual(ENTRIES);
  });

  it('is read by other programs', async () => {
    const unzipped = unzipSync(await bytesOf(await zipOf(ENTRIES)));
    expect(unzipped).toEqual(
      Object.fromEntries(Object.entries(ENTRIES).map(([name, text]) => [name, encode(text)])),
    );
  });

  it('lists every entry beyond 65,535 entries and 4 GB', async () => {
    const records = Array.from({ length: 66_000 }, (_, index) => ({
      name: `${index}`,
      sizeBytes: 5e9,
      crc32: 0,
      offset: index * 5e9,
    }));
    const entries = await readZip(packDirectory(records, 0));
    expect(entries.size).toBe(66_000);
    expect(entries.get('65999')?.sizeBytes).toBe(5e9);
  });

  it('repacked by another program is read, with a trailing comment', async () => {
    const packed = zipSync({
      'a.json': [encode('{"a":1}'.repeat(1000)), { level: 9 }],
      'b.txt': [encode('b'), { level: 0 }],
    });
    expect(await read(new Blob([packed]))).toEqual({
      'a.json': '{"a":1}'.repeat(1000),
      'b.txt': 'b',
    });
  });

  it.each([
    ['is empty', () => new Blob([])],
    ['is text', () => new Blob(['Hello. '.repeat(100)])],
    ['is cut', async () => (await zipOf(ENTRIES)).slice(0, 100)],
    ['has only its end', async () => (await zipOf(ENTRIES)).slice(-60)],
  ])('is refused if it %s', async (_, make) => {
    await expect(Promise.resolve(make()).then(readZip)).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('names the damaged entry', async () => {
    const bytes = await bytesOf(await zipOf(ENTRIES));
    const at = new TextDecoder('latin1').decode(bytes).indexOf('{"a":1}');
    bytes[at + 5] = 0x32;
    const entry = (await readZip(new Blob([bytes]))).get('a.json');
    await expect(entry?.read()).rejects.toMatchObject({
      message: '"a.json" in this zip file is damaged.',
    });
  });
});
