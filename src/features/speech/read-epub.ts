import { strFromU8, unzipSync } from 'fflate';
import { EngineError } from '../../engine/errors.ts';
import { textOfHtml } from './read-file.ts';

/** The text of an EPUB: the pages of its spine in their order. Throws `not_supported` for a file that is none, or is locked. */
export function readEpub(bytes: Uint8Array): string {
  const files = unzip(bytes);
  if (files['META-INF/encryption.xml'] && /EncryptedKey/.test(strFromU8(files['META-INF/encryption.xml'])))
    throw new EngineError('not_supported', 'This book is locked by its seller and cannot be read here.');
  const container = parseXml(files, 'META-INF/container.xml');
  const packagePath = container.querySelector('rootfile')?.getAttribute('full-path') ?? '';
  const book = parseXml(files, packagePath);
  const hrefs = new Map(
    [...book.querySelectorAll('manifest > item')].map((item) => [item.getAttribute('id'), item.getAttribute('href')]),
  );
  const folder = packagePath.slice(0, packagePath.lastIndexOf('/') + 1);
  const pages = [...book.querySelectorAll('spine > itemref')].flatMap((entry) => {
    const href = hrefs.get(entry.getAttribute('idref'));
    const page = href && files[resolvePath(folder, href)];
    return page ? [textOfHtml(strFromU8(page))] : [];
  });
  return pages.filter(Boolean).join('\n\n');
}

type Files = Readonly<Record<string, Uint8Array>>;

function unzip(bytes: Uint8Array): Files {
  try {
    return unzipSync(bytes, { filter: ({ name }) => /\.(?:xml|opf|x?html?)$/i.test(name) });
  } catch (thrown) {
    throw new EngineError('not_supported', 'This file is no EPUB, or it is damaged.', { cause: thrown });
  }
}

function parseXml(files: Files, path: string): Document {
  const file = files[path];
  if (!file) throw new EngineError('not_supported', 'This file is no EPUB: it lacks its table of contents.');
  return new DOMParser().parseFromString(strFromU8(file), 'application/xml');
}

/** `href` is relative to the package file, with %-escapes and perhaps a fragment. */
function resolvePath(folder: string, href: string): string {
  return decodeURIComponent(new URL(href.split('#')[0] ?? '', `file:///${folder}`).pathname.slice(1));
}
