import type { CreativeJob } from './message-kinds.ts';

/** What the model is asked, and what ends its answer. */
export interface WordedJob {
  content: string;
  stop?: readonly string[];
  /** A name that the model can spell, in the place of the one it was given: to be put back where the answer has it. */
  standIn?: { name: string; meant: string };
}

/**
 * Puts a job into a wording that the model was taught. It learnt titles of pictures and taglines of named brands: asked for the title of a
 * story, or for the tagline of "a small bakery", it would write an image prompt. Names that it never met, it garbles.
 */
export function rewordJob(job: CreativeJob, message: string): WordedJob {
  const subject = findSubject(message);
  // A title has no second clause: behind a comma the model goes on as in a prompt.
  if (job === 'title' && subject) return { content: `title: ${stripWork(subject)}`, stop: [',', '.', '\n'] };
  if (job === 'tagline' && subject && isNameless(subject)) return { content: `tagline for ${nameBusiness(subject)}` };
  const named = job === 'tagline' && subject ? readName(subject) : undefined;
  if (named) return writeStandIn(named);
  return { content: message };
}

const CUE =
  /\b(?:titles?|headlines?|headings?|tag ?lines?|slogans?|mottos?|catch ?phrases?|straplines?)\b[^:]*?(?::|\b(?:for|of|fits?|suits?)\b)\s*(.+)$/is;

/** What a title or a tagline is wanted for: "a small bakery". */
function findSubject(message: string): string | undefined {
  return CUE.exec(message.trim())?.[1]?.replace(/[\s.?!]+$|,?\s+please\W*$/gi, '');
}

const WORK =
  /^(?:(?:a|an|the|my|our|your|this|that)\s+)?(?:short\s+|new\s+)?(?:story|book|novel|poem|article|essay|blog post|post|song|film|movie|game|video|talk|page|chapter)\b[\s:,]*(?:(?:about|of|on|in which|where)\s+)?/i;

/** "a story about a fox" is about a fox; "my story" is all that is known. */
function stripWork(subject: string): string {
  return subject.replace(WORK, '') || subject;
}

const MOST_WORDS = 4;

/** Whether a business is told by its kind alone, in few words and without a name. */
function isNameless(subject: string): boolean {
  return subject === subject.toLowerCase() && subject.split(/\s+/).length <= MOST_WORDS + 1 && !/[,;:("]/.test(subject);
}

/** "a small bakery" as if it were called so: "Small Bakery". */
function nameBusiness(subject: string): string {
  const words = subject.replace(/^(?:a|an|the|my|our|your|this)\s+/, '').split(/\s+/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}

interface NamedBusiness {
  name: string;
  /** "a bakery"; empty where only the name is told. */
  kind: string;
}

const NAME_FIRST = /^(\S[^,;:("]{0,60}?)(?:,\s*(.{0,200})|\s[-–—]\s(.{0,200}))?$/s;
const NAME_LAST = /^(.{0,200}?),?\s(?:called|named)\s+["“]?([^,;:("”]{1,60})["”]?$/is;

/** "Ola, a bakery" or "a bakery called Ola". A name has a capital letter. */
function readName(subject: string): NamedBusiness | undefined {
  const last = NAME_LAST.exec(subject);
  const first = NAME_FIRST.exec(subject);
  const [name = '', kind = ''] = last ? [last[2], last[1]] : [first?.[1], first?.[2] ?? first?.[3]];
  return /\p{Lu}/u.test(name) ? { name, kind: kind.replace(/^(?:my|our|your|the)\s/i, 'a ') } : undefined;
}

/** Names that it spells without fail, each of which brings out other taglines. */
const STAND_INS = ['Juniper', 'Lumora', 'Kestrel'] as const;

function writeStandIn({ name, kind }: NamedBusiness): WordedJob {
  const letters = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  const standIn = STAND_INS[letters % STAND_INS.length] ?? STAND_INS[0];
  return {
    content: `tagline for ${standIn}${kind ? `, ${kind}` : ''}`,
    standIn: { name: standIn, meant: name.trim() },
  };
}
