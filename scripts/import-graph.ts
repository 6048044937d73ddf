import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

/** One file that names another. */
export interface Import {
  from: string;
  to: string;
  /** Gone after compilation. */
  isTypeOnly: boolean;
}

/** The project's own imports under some folders, tests and their fixtures left out. Paths from `root`. */
export function readImports(root: string, folders: readonly string[]): Import[] {
  const files = new Set(folders.flatMap((folder) => listSources(root, folder)));
  return [...files].flatMap((from) =>
    readSpecifiers(from, readFileSync(join(root, from), 'utf8'))
      .map(({ specifier, isTypeOnly }) => ({
        from,
        to: posix.join(posix.dirname(from), specifier),
        isTypeOnly,
      }))
      .filter(({ to }) => files.has(to)),
  );
}

/** Groups of nodes each of which leads to all others of its group (Tarjan 1972). */
export function findCircles(edges: readonly (readonly [from: string, to: string])[]): string[][] {
  const next = new Map<string, string[]>();
  for (const [from, to] of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    low.set(node, order.size - 1);
    open.push(node);
    for (const to of next.get(node) ?? []) {
      if (!order.has(to)) visit(to);
      if (open.includes(to))
        low.set(node, Math.min(low.get(node) ?? 0, low.get(to) ?? Number.POSITIVE_INFINITY));
    }
    if (low.get(node) !== order.get(node)) return;
    const circle = open.splice(open.indexOf(node));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const node of next.keys()) if (!order.has(node)) visit(node);
  return circles;
}

/** The imports between the subfolders of one folder, as pairs of their names. */
export function listFolderEdges(imports: readonly Import[], parent: string): [string, string][] {
  const childOf = (path: string) =>
    path.startsWith(`${parent}/`) && path.slice(parent.length + 1).includes('/')
      ? path.slice(parent.length + 1).split('/')[0]
      : undefined;
  return imports.flatMap(({ from, to }) => {
    const [a, b] = [childOf(from), childOf(to)];
    return a && b && a !== b ? [[a, b] satisfies [string, string]] : [];
  });
}

/** Every folder that holds some of the files, and the folders around it. */
export function listFolders(imports: readonly Import[]): string[] {
  const folders = new Set<string>();
  for (const { from, to } of imports)
    for (const path of [from, to])
      for (let folder = dirname(path); folder !== '.'; folder = dirname(folder))
        folders.add(folder);
  return [...folders].sort();
}

function listSources(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return listSources(root, path);
    return /\.tsx?$/.test(path) && !/\.(?:test|contract|fixture|d)\./.test(path) ? [path] : [];
  });
}

function readSpecifiers(path: string, text: string) {
  const found: { specifier: string; isTypeOnly: boolean }[] = [];
  const add = (node: ts.Node | undefined, isTypeOnly: boolean) => {
    if (node && ts.isStringLiteral(node) && node.text.startsWith('.'))
      found.push({ specifier: node.text.replace(/\?.*$/, ''), isTypeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return found;
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause || clause.name) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { namedBindings } = clause;
  return (
    !!namedBindings &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}
