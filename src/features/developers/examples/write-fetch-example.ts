interface Place {
  base: string;
  model: string;
}

/** Turns the source of an example into a program of its own: its body, and what it was given. */
export function writeFetchExample(source: string, { base, model }: Place): string {
  const body = /\{\n( {2}const response[^]*)\n\}/.exec(source)?.[1] ?? '';
  const lines = body
    .split('\n')
    .map((line) => line.replace(/^ {2}/, ''))
    .filter((line) => line.trim() !== 'signal,');
  return [
    `const base = '${base}';`,
    `const model = '${model}';`,
    'const show = (what) => document.body.append(what);',
    '',
    ...lines,
  ].join('\n');
}
