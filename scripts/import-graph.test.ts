import { describe, expect, it } from 'vitest';
import { findCircles, listFolderEdges, listFolders, readImports } from './import-graph.ts';

const imports = readImports('.', ['src', 'workers', 'server']);

describe('findCircles', () => {
  it('finds circles and nothing else', () => {
    const edges = ['ab', 'bc', 'ca', 'cd', 'de', 'ed', 'xa'].map(
      (pair) => [pair.charAt(0), pair.charAt(1)] as const,
    );
    expect(findCircles(edges)).toEqual([
      ['d', 'e'],
      ['a', 'b', 'c'],
    ]);
  });
});

describe('the project', () => {
  it('is found', () => {
    expect(imports.length).toBeGreaterThan(1500);
    expect(imports).toContainEqual({
      from: 'workers/chat.worker.ts',
      to: 'src/comlink/expose-engine.ts',
      isTypeOnly: false,
    });
  });

  it('has no run-time circle between files', () => {
    const edges = imports.filter(({ isTypeOnly }) => !isTypeOnly);
    expect(findCircles(edges.map(({ from, to }) => [from, to] as const))).toEqual([]);
  });

  it.each(listFolders(imports))('has no circle between the folders in %s', (folder) => {
    expect(findCircles(listFolderEdges(imports, folder))).toEqual([]);
  });
});
