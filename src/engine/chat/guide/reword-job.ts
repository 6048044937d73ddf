import type { CreativeJob } from './message-kinds.ts';

/** What the model is asked, and what ends its answer. */
export interface WordedJob {
  content: string;
  stop?: readonly string[];
}

/**
 * Puts a job into a wording that the model was taught. It learnt titles of pictures and taglines of named brands: asked for the title of a
 * story, or for the tagline of "a small bakery", it would write an image prompt.
 */
export function rewordJob(job: CreativeJob, message: string): WordedJob {
  const subject = findSubject(message);
  // A title has no second clause: behind a comma the model goes on as in a prompt.
  if (job === 'title' && subject) return { content: `title: ${stripWork(subject)}`, stop: [',', '.', '\n'] };
  if (job === 'tagline' && subject && isNameless(subject)) return { content: `tagline for ${nameBusiness(subject)}` };
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
