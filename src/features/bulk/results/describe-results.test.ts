import { describe, expect, it } from 'vitest';
import type { BulkItem, MadeFile } from '../../../engine/bulk/bulk-item.ts';
import { describeResults } from './describe-results.ts';
import { nameResults } from './name-results.ts';

const file = (name: string | undefined, extension: string, width: number): MadeFile => ({
  ...(name === undefined ? {} : { name }),
  width,
  height: width,
  extension,
  sizeBytes: 10 * width,
});

function itemOf(id: string, name: string, files: MadeFile[]): BulkItem {
  const facts = { status: 'done', recipe: 'r', kind: 'png', width: 9, height: 9 } as const;
  const focalPoint = { x: 0.5, y: 0.25, method: 'face' };
  return {
    id,
    name,
    sizeBytes: 1,
    order: 0,
    outcome: { ...facts, files, findings: { focalPoint } },
  };
}

function describeAll(items: BulkItem[], { pattern = '{name}-{size}', alt = '', sizes = '' } = {}) {
  const results = nameResults(items, { recipe: 'r', operation: 'derivatives', pattern });
  return describeResults(items, results, { alt, sizes });
}

describe('the texts beside saved files', () => {
  it('are HTML and a manifest for each picture of several sizes', () => {
    const files = [file('320w', 'webp', 320), file('640w', 'webp', 640), file('og', 'jpg', 1200)];
    const [html, json, ...others] = describeAll([itemOf('a', 'Red fox.png', files)]);
    expect(others).toEqual([]);
    expect([html?.name, json?.name]).toEqual(['Red fox.html', 'Red fox.json']);
    expect(html?.text).toContain('srcset="Red%20fox-320w.webp 320w, Red%20fox-640w.webp 640w"');
    expect(html?.text).toContain('<meta property="og:image" content="Red%20fox-og.jpg">');
    expect(JSON.parse(json?.text ?? '')).toMatchObject({
      focalPoint: { x: 0.5, y: 0.25, method: 'face' },
      files: [{ path: 'Red fox-320w.webp' }, { bytes: 6400 }, { type: 'image/jpeg' }],
    });
  });

  it('say what the person wrote of the pictures, whatever the files are called', () => {
    const files = [file('320w', 'webp', 320), file('640w', 'webp', 640)];
    const [html, json] = describeAll([itemOf('a', 'fox.png', files)], {
      pattern: '{index}_{width}',
      alt: 'A {name} in "snow"',
      sizes: '50vw',
    });
    expect(html?.name).toBe('fox.html');
    expect(html?.text).toContain('srcset="1_320.webp 320w, 1_640.webp 640w" sizes="50vw"');
    expect(html?.text).toContain('alt="A fox in &quot;snow&quot;"');
    expect(JSON.parse(json?.text ?? '')).toMatchObject({ alt: 'A fox in "snow"' });
  });

  it('have names of their own where two pictures have one', () => {
    const files = [file('a', 'webp', 1), file('b', 'webp', 2)];
    const notes = describeAll([itemOf('1', 'x.png', files), itemOf('2', 'x.jpg', files)]);
    expect(notes.map(({ name }) => name)).toEqual(['x.html', 'x.json', 'x (2).html', 'x (2).json']);
  });

  it('are absent where a picture became one file', () => {
    expect(describeAll([itemOf('a', 'x.png', [file(undefined, 'webp', 5)])])).toEqual([]);
  });
});
