import { EngineError } from '../../../engine/errors.ts';
import { readZip, type ZipEntry } from '../../../engine/files/read-zip.ts';
import { isPictureFile } from '../../../engine/images/is-picture-file.ts';

/** Files to be taken into the gallery, and the folder that they were in, if it was one. */
export interface GivenFiles {
  files: readonly File[];
  folder?: string;
}

/** A file that is to become a picture, unread. */
export interface ImportItem {
  name: string;
  open(signal: AbortSignal): Promise<File>;
}

/** A file that did not become one. */
export interface FailedFile {
  name: string;
  error: EngineError;
}

interface Listing {
  items: ImportItem[];
  failed: FailedFile[];
  /** Files in a folder or a zip that are no pictures. */
  leftOut: number;
  /** What the pictures could be called: the folder's name, a zip's, and none of those alone. */
  names: string[];
}

/**
 * What is in the given files: a zip is listed and not unpacked, and of a folder or a zip only
 * pictures are taken. A file that was chosen on its own is tried whatever its name.
 */
export async function listItems({ files, folder }: GivenFiles): Promise<Listing> {
  const names = folder ? [folder] : files.map(nameTogether);
  const listing: Listing = { items: [], failed: [], leftOut: 0, names };
  for (const file of files) {
    if (ZIP.test(file.name)) await listZip(file, listing);
    else if (folder && !isListed(file.webkitRelativePath || file.name, file)) listing.leftOut++;
    else listing.items.push({ name: file.name, open: () => Promise.resolve(file) });
  }
  return listing;
}

const ZIP = /\.zip$/i;
const nameTogether = ({ name }: File) => (ZIP.test(name) ? name.replace(ZIP, '') : '');

async function listZip(file: File, listing: Listing): Promise<void> {
  try {
    for (const entry of (await readZip(file)).values()) {
      if (entry.name.endsWith('/')) continue;
      if (isListed(entry.name)) listing.items.push(itemOf(entry, file));
      else listing.leftOut++;
    }
  } catch (thrown) {
    listing.failed.push({ name: file.name, error: EngineError.from(thrown) });
  }
}

function itemOf(entry: ZipEntry, zip: File): ImportItem {
  const name = entry.name.replace(/^.*\//, '');
  return {
    name,
    async open(signal) {
      const lastModified = entry.modifiedAt ?? zip.lastModified;
      return new File([await entry.read(signal)], name, { type: typeOf(name), lastModified });
    },
  };
}

/** Not what systems put beside pictures: hidden files, and a Mac's copies of them. */
const HIDDEN = /(?:^|\/)(?:\.|__MACOSX\/)/;

const isListed = (path: string, { type }: Pick<File, 'type'> = { type: '' }): boolean =>
  !HIDDEN.test(path) && isPictureFile({ name: path, type });

function typeOf(name: string): string {
  const ending = name.replace(/^.*\./, '').toLowerCase();
  return `image/${ending === 'jpg' ? 'jpeg' : ending}`;
}
