import type { PictureSize } from '../../images/picture-size.ts';
import type { FocalPoint } from '../focal/focal-point.ts';
import type { Box } from '../pixels/box.ts';

/** A derivative as a file. */
export interface DerivativeFile extends PictureSize {
  /** Its path beside the page or the manifest. */
  path: string;
  /** That of its size, such as `og` or `640w`. */
  name: string;
  type: string;
  bytes: number;
  /** The part of the original that it shows, in the original's pixels, where it was cropped. */
  crop?: Box | undefined;
}

export interface MarkupOptions {
  /** What the picture shows, for those who do not see it. Empty for decoration. */
  alt?: string;
  /** How wide the picture is on the page, as in HTML's `sizes`. Default: as wide as the window. */
  sizes?: string;
}

/** The list of files as JSON, for programs. */
export function writeDerivativesManifest(
  files: readonly DerivativeFile[],
  focalPoint: FocalPoint | undefined,
  alt = '',
): string {
  return `${JSON.stringify({ alt, ...(focalPoint && { focalPoint }), files }, null, 2)}\n`;
}

/**
 * HTML that shows the files: one `<picture>` of those that differ in width, an `<img>` for each
 * other, and links and `<meta>` elements for icons and previews.
 *
 * @example
 * const file = { name: '640w', type: 'image/webp', width: 640, height: 480, bytes: 9000 };
 * const html = writeDerivativesMarkup([{ ...file, path: 'fox-640w.webp' }], { alt: 'A fox' });
 * html.startsWith('<img src="fox-640w.webp" width="640"'); // → true
 */
export function writeDerivativesMarkup(
  files: readonly DerivativeFile[],
  { alt = '', sizes = '100vw' }: MarkupOptions = {},
): string {
  const elements = groupByName(files).map(([name, group]) => ({
    isForHead: name in HEAD_ELEMENTS,
    html: writeHeadElement(name, group) ?? writePicture(group, alt, sizes),
  }));
  const head = elements.filter(({ isForHead }) => isForHead);
  const body = elements.filter(({ isForHead }) => !isForHead);
  const comment = head.length > 0 ? ['<!-- In the head -->'] : [];
  return [...comment, ...[...head, ...body].map(({ html }) => html), ''].join('\n');
}

/** The formats of one picture together; those that differ in width are one picture. */
function groupByName(files: readonly DerivativeFile[]): [string, DerivativeFile[]][] {
  const groups = new Map<string, DerivativeFile[]>();
  for (const file of files) {
    const name = /^\d+w$/.test(file.name) ? 'widths' : file.name;
    groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  return [...groups];
}

const HEAD_ELEMENTS: Readonly<Record<string, (path: string) => string>> = {
  favicon: (path) => `<link rel="icon" href="${path}" sizes="48x48">`,
  'icon-32': (path) => `<link rel="icon" href="${path}" type="image/png" sizes="32x32">`,
  'icon-192': (path) => `<link rel="icon" href="${path}" type="image/png" sizes="192x192">`,
  'icon-512': (path) => `<link rel="icon" href="${path}" type="image/png" sizes="512x512">`,
  'apple-touch-icon': (path) => `<link rel="apple-touch-icon" href="${path}">`,
  og: (path) => `<meta property="og:image" content="${path}">`,
  twitter: (path) => `<meta name="twitter:image" content="${path}">`,
};

/** Of several formats the last, which is the one for all. */
function writeHeadElement(name: string, files: readonly DerivativeFile[]): string | undefined {
  const path = files.at(-1)?.path;
  return path === undefined ? undefined : HEAD_ELEMENTS[name]?.(escapePath(path));
}

/** The formats in their order, so that the browser takes the first it knows; the last is for all. */
function writePicture(files: readonly DerivativeFile[], alt: string, sizes: string): string {
  const [only, second] = files;
  if (only && !second) return writeImage(only, alt);
  const types = [...new Set(files.map(({ type }) => type))];
  const ofType = (type: string) =>
    files.filter((file) => file.type === type).sort((a, b) => a.width - b.width);
  const sources = types.map((type) => {
    const srcset = ofType(type).map(({ path, width }) => `${escapePath(path)} ${width}w`);
    return `  <source type="${type}" srcset="${srcset.join(', ')}" sizes="${escapeText(sizes)}">`;
  });
  const fallback = ofType(types.at(-1) ?? '').at(-1);
  return [
    '<picture>',
    ...sources,
    ...(fallback ? [`  ${writeImage(fallback, alt)}`] : []),
    '</picture>',
  ].join('\n');
}

/** With its size, so that the page does not move when it arrives. */
function writeImage({ path, width, height }: DerivativeFile, alt: string): string {
  const size = `width="${width}" height="${height}"`;
  return `<img src="${escapePath(path)}" ${size} alt="${escapeText(alt)}" loading="lazy" decoding="async">`;
}

/** For an attribute in double quotes. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** Spaces and commas would end an address in a `srcset`. */
function escapePath(path: string): string {
  return escapeText(path.split('/').map(encodeURIComponent).join('/'));
}
