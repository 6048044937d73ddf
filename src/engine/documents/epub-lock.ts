import { EngineError } from '../errors.ts';
import { decodeMarkup } from './decode-markup.ts';
import { listElements } from './parse-xml.ts';
import type { ZipArchive } from './zip-archive.ts';

/** Ways of scrambling fonts, which lock no words. */
const FONT_SCRAMBLING = /(?:idpf\.org\/2008\/embedding|ns\.adobe\.com\/pdf\/enc#RC)/;
/** The rights files of Adobe, Apple and Readium. */
const RIGHTS_FILES = ['META-INF/rights.xml', 'META-INF/sinf.xml', 'META-INF/license.lcpl'];

/** Throws `not_supported` for a book whose pages are encrypted. */
export function refuseLocked(archive: ZipArchive): void {
  if (!archive.has('META-INF/encryption.xml')) return;
  const elements = listElements(decodeMarkup(archive.read('META-INF/encryption.xml')));
  const methods = elements.flatMap(({ name, attributes: { algorithm } }) =>
    name === 'encryptionmethod' && algorithm !== undefined ? [algorithm] : [],
  );
  const isLocked = methods.some((method) => !FONT_SCRAMBLING.test(method));
  if (!isLocked && !RIGHTS_FILES.some(archive.has)) return;
  throw new EngineError(
    'not_supported',
    'This book is locked by its seller (DRM), so its text cannot be read here. Use a copy without DRM.',
  );
}
