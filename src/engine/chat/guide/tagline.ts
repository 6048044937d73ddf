import type { ChatMessage } from '../chat-engine.ts';
import type { Generate } from './brief.ts';
import { findSubject } from './job-subject.ts';
import { splitWords } from './stemming.ts';
import type { SmallAnswer, SmallRequest } from './small-jobs.ts';

interface Business {
  /** As it appears in the line: "Ola", "our flower shop". */
  name: string;
  /** "a bakery"; empty if only the name is known. */
  kind: string;
  isNamed: boolean;
}

/** Names the model always spells right, each of which yields different taglines. */
const STAND_INS = ['Juniper', 'Lumora', 'Kestrel'] as const;
/** How drafts begin: left to itself, the model likes to say one thing of many kinds. */
const BEGINNINGS = ['', '…: good', 'Come', 'Every', '….', 'At'] as const;
const TRIES = 12;
const MAX_LENGTH = 90;

/**
 * A tagline for a business, by name or by kind. The model garbles unknown names, so it is asked
 * with a name it can spell, and the real one is put in. Drafts are redrawn until one is plain and,
 * apart from the name, differs from recent ones.
 */
export async function writeTagline(
  { message, seed, avoid }: SmallRequest,
  generate: Generate,
): Promise<SmallAnswer> {
  const subject = findSubject(message);
  if (!subject) return { isMissing: 'subject' };
  const business = readBusiness(subject);
  const start = hash(subject);
  const good: string[] = [];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const standIn = STAND_INS[(start + attempt) % STAND_INS.length] ?? STAND_INS[0];
    const content = `tagline for ${standIn}${business.kind ? `, ${business.kind}` : ''}`;
    const prefix = (BEGINNINGS[(start + attempt) % BEGINNINGS.length] ?? '').replace('…', standIn);
    const messages: ChatMessage[] = [{ role: 'user', content }];
    // With a beginning it continues; without one it finds its own.
    const temperature = prefix === '' ? 1 : 0.3;
    const options = {
      prefix,
      maxTokens: 30,
      temperature,
      topP: 0.97,
      seed: start + seed * 100 + attempt,
    };
    const line = putName((prefix + (await generate(messages, options))).trim(), standIn, business);
    if (!line || !isTold(line, subject)) continue;
    if (!avoid.some((old) => patternOf(old) === patternOf(line))) return { text: line };
    good.push(line);
  }
  const fresh = good.find((line) => !avoid.includes(line)) ?? good[0];
  return fresh ? { text: fresh } : { isMissing: 'skill' };
}

/**
 * The line with the name in it; `undefined` if it is not a tagline, or would say the business
 * twice.
 */
function putName(
  draft: string,
  standIn: string,
  { name, kind, isNamed }: Business,
): string | undefined {
  const parts = draft.split(standIn);
  const head = kind.split(/\s+/).at(-1)?.toLowerCase() ?? '';
  const isTwice = !isNamed && head !== '' && parts.join('').toLowerCase().includes(head);
  if (parts.length !== 2 || isTwice || draft.length > MAX_LENGTH || !/[.?]$/.test(draft))
    return undefined;
  const line = parts.join(name);
  return line.charAt(0).toUpperCase() + line.slice(1);
}

const TURN_WORDS =
  'come in slow down enjoy our your the a an and you to for with at it all good things small every starts better';

/**
 * Whether a line uses the request's words and its phrases: for a trade it does not know, the model
 * invents goods.
 */
function isTold(line: string, subject: string): boolean {
  const words = new Set(splitWords([TURN_WORDS, ...TURNS, subject].join(' ')));
  return splitWords(line).every((word) => words.has(word));
}

/** Two lines with the same key look the same to a reader: all words except the business. */
function patternOf(line: string): string {
  const plain = line.toLowerCase();
  return TURNS.find((turn) => plain.includes(turn)) ?? plain;
}

/** Identifies the model's lines, whatever the business. */
const TURNS = [
  'made with care',
  'come back to',
  'close to home',
  'slow down',
  'your day',
  'big heart',
  'every day starts',
  'time for you',
  'knows your name',
  'simply good',
] as const;

const NAME_FIRST = /^(\S[^,;:("]{0,60}?)(?:,\s*(.{0,200})|\s[-–—]\s(.{0,200}))?$/s;
const NAME_LAST = /^(.{0,200}?),?\s(?:called|named)\s+["“]?([^,;:("”]{1,60})["”]?$/is;
const AFTER_THE_KIND = /\s+(?:that|which|who|where|with|selling|in|from|at|for)\s.*$/is;

/**
 * "Ola, a bakery", "a bakery called Ola", or, without a name, "my small bakery". A name has a
 * capital letter.
 */
function readBusiness(subject: string): Business {
  const last = NAME_LAST.exec(subject);
  const first = NAME_FIRST.exec(subject);
  const [name = '', kind = ''] = last ? [last[2], last[1]] : [first?.[1], first?.[2] ?? first?.[3]];
  const isNamed = /\p{Lu}/u.test(
    name.replace(/^\p{Lu}(?=\p{Ll}*\s)/u, (letter) =>
      /^(?:A|An|The|My|Our)\s/.test(name) ? '' : letter,
    ),
  );
  if (isNamed)
    return { name: name.trim(), kind: kind.replace(/^(?:my|our|your|the)\s/i, 'a '), isNamed };
  const bare = subject
    .replace(/^(?:a|an|the|my|our|your|this)\s+/i, '')
    .replace(AFTER_THE_KIND, '')
    .trim();
  return { name: `our ${bare}`, kind: `a ${bare}`, isNamed };
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7);
}
