import { describe, expect, it } from 'vitest';
import { findPackageFolder, readPackages, writePackageList } from './list-packages.ts';

const folderOf = (name: string) => `${process.cwd()}/node_modules/${name}`;

describe('the list of packages in the build', () => {
  it('has each package once, with its licence and what it says of others', () => {
    const list = readPackages([folderOf('zustand'), folderOf('wasm-vips'), folderOf('zustand')]);
    expect(list.map(({ name, licence }) => [name, licence])).toEqual([
      ['wasm-vips', 'MIT'],
      ['zustand', 'MIT'],
    ]);
    const text = writePackageList(list);
    expect(text).toContain('## wasm-vips 0.0.19 (MIT)');
    expect(text).toContain('Permission is hereby granted');
    // Its notices name the C libraries inside.
    expect(text).toContain('libwebp');
  });

  it.each([
    ['/a/node_modules/zod/v4/mini/index.js', '/a/node_modules/zod'],
    ['/a/node_modules/x/node_modules/@y/z/i.js?url', '/a/node_modules/x/node_modules/@y/z'],
    ['/a/src/main.tsx', undefined],
    ['\0/a/node_modules/zod/index.js', undefined],
  ])('%s is of %s', (moduleId, folder) => {
    expect(findPackageFolder(moduleId)).toBe(folder);
  });
});
