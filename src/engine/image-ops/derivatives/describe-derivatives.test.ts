import { describe, expect, it } from 'vitest';
import {
  writeDerivativesManifest,
  writeDerivativesMarkup,
  type DerivativeFile,
} from './describe-derivatives.ts';

const file = (name: string, extension: string, width: number, height: number): DerivativeFile => ({
  path: `red fox, small-${name}.${extension}`,
  name,
  type: `image/${extension === 'jpg' ? 'jpeg' : extension}`,
  width,
  height,
  bytes: 1000 * width,
});

describe('the markup of derivatives', () => {
  it('is one picture in its widths and formats, the smallest first, the best format first', () => {
    const files = ['avif', 'jpg'].flatMap((extension) => [
      file('640w', extension, 640, 480),
      file('320w', extension, 320, 240),
    ]);
    expect(writeDerivativesMarkup(files, { alt: 'A "red" fox & <cub>', sizes: '50vw' })).toBe(
      [
        '<picture>',
        '  <source type="image/avif" srcset="red%20fox%2C%20small-320w.avif 320w, red%20fox%2C%20small-640w.avif 640w" sizes="50vw">',
        '  <source type="image/jpeg" srcset="red%20fox%2C%20small-320w.jpg 320w, red%20fox%2C%20small-640w.jpg 640w" sizes="50vw">',
        '  <img src="red%20fox%2C%20small-640w.jpg" width="640" height="480" alt="A &quot;red&quot; fox &amp; &lt;cub>" loading="lazy" decoding="async">',
        '</picture>',
        '',
      ].join('\n'),
    );
  });

  it('puts previews and icons in the head, and the others below', () => {
    const html = writeDerivativesMarkup([
      file('hero', 'webp', 1920, 800),
      file('og', 'avif', 1200, 630),
      file('og', 'jpg', 1200, 630),
      file('apple-touch-icon', 'png', 180, 180),
    ]);
    expect(html.split('\n')).toEqual([
      '<!-- In the head -->',
      '<meta property="og:image" content="red%20fox%2C%20small-og.jpg">',
      '<link rel="apple-touch-icon" href="red%20fox%2C%20small-apple-touch-icon.png">',
      expect.stringMatching(
        /^<img src="red%20fox%2C%20small-hero.webp" width="1920" height="800" alt=""/,
      ),
      '',
    ]);
  });

  it('of nothing is nothing', () => {
    expect(writeDerivativesMarkup([])).toBe('');
  });
});

it('the manifest of derivatives says where the picture was cropped and why', () => {
  const crop = { left: 1, top: 2, width: 3, height: 4 };
  const focalPoint = { x: 0.25, y: 0.5, method: 'face' } as const;
  const og = { ...file('og', 'webp', 1200, 630), crop };
  const manifest: unknown = JSON.parse(writeDerivativesManifest([og], focalPoint, 'A fox'));
  expect(manifest).toEqual({ alt: 'A fox', focalPoint, files: [og] });
});
