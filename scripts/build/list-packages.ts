import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package that is part of the build, with the words that its licence asks to be kept. */
export interface BundledPackage {
  name: string;
  version: string;
  /** SPDX, as the package says. */
  licence: string;
  /** Its licence, and what it says of code by others inside it. */
  texts: readonly string[];
}

/**
 * The folder of the package that a module is in; `undefined` for the project's own, and for modules
 * that the bundler makes.
 *
 * @example
 * findPackageFolder('/app/node_modules/@scope/name/lib/index.js?worker'); // → '/app/node_modules/@scope/name'
 * findPackageFolder('/app/src/main.ts'); // → undefined
 */
export function findPackageFolder(moduleId: string): string | undefined {
  if (moduleId.startsWith('\0')) return undefined;
  // The last one: a package may have packages of its own.
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/?]+)\//.exec(moduleId)?.[1];
}

/** Each package once, by its name. */
export function readPackages(folders: Iterable<string>): BundledPackage[] {
  const packages = [...new Set(folders)].map(readPackage);
  const byName = new Map(packages.map((each) => [`${each.name}@${each.version}`, each]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const TEXTS = /^(?:licen[cs]e|copying|notice|third.?party)/i;

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as { name: string; version: string; license?: string };
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && TEXTS.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8').trim());
  return { name, version, licence: license ?? 'see below', texts };
}

/** The list as people read it. */
export function writePackageList(packages: readonly BundledPackage[]): string {
  const entries = packages.map(({ name, version, licence, texts }) =>
    [`## ${name} ${version} (${licence})`, ...texts].join('\n\n'),
  );
  return `${['# Third-party code in this build', ...entries].join('\n\n')}\n`;
}
