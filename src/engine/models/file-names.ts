/** Whether a path matches the one in a manifest, in which `*` stands for any part of a name. */
export function isNamed(path: string, name: string): boolean {
  const [before = '', ...rest] = name.split('*');
  const after = rest.at(-1);
  if (after === undefined) return path === name;
  const isLongEnough = path.length >= before.length + after.length;
  return isLongEnough && path.startsWith(before) && path.endsWith(after);
}
