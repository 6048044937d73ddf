import type { CreativeJob } from './message-kinds.ts';

const PARTS_OF_A_PROMPT = 3;
const COLOURS = 3;

/**
 * A guide's answer shortened by dropping what matters least: the later parts of a prompt or an
 * idea, the last colours of a palette. `undefined` where nothing can be left out: a title or a tagline is
 * rewritten.
 */
export function shortenAnswer(job: CreativeJob, answer: string): string | undefined {
  const shorter = SHORTEN[job]?.(answer);
  return shorter && shorter.length < answer.length ? shorter : undefined;
}

const SHORTEN: Readonly<Partial<Record<CreativeJob, (answer: string) => string>>> = {
  brief: (answer) => answer.replace(/^(?!\*).+$/gm, (line) => takeParts(line, PARTS_OF_A_PROMPT)),
  improve: (answer) => `${takeParts(answer.replace(/\.$/, ''), PARTS_OF_A_PROMPT)}.`,
  ideas: (answer) => answer.replace(/^(\d+\. [^,\n]+),.*$/gm, '$1'),
  colours: (answer) => `${takeParts(answer.replace(/\.$/, ''), COLOURS)}.`,
};

function takeParts(line: string, count: number): string {
  return line.trim().split(', ').slice(0, count).join(', ');
}
