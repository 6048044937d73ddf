import type { ChatMessage } from '../chat-engine.ts';
import type { CreativeJob } from './message-kinds.ts';

/** What the guide does besides answering: its own jobs, and pictures, which are drawn elsewhere. */
export type GuideJob = CreativeJob | 'draw';

/** A message interpreted in the light of the previous ones. */
export interface Understood<Job extends GuideJob = GuideJob> {
  /** The complete request. */
  message: string;
  job: Job;
  /** The answer to shorten; absent if a different one is wanted. */
  shorten?: string;
  /** Earlier answers to the same request, which must not be repeated. */
  avoid: readonly string[];
}

const AGAIN =
  /^(?:(?:no|ok|okay|and|please|now|hm+)[,.]?\s+)*(?:(?:can i have |give me |show me |i want |write |make )?(?:another(?: one)?|one more|(?:some )?more(?: of (?:them|those))?|a different one|different ones?|something else|others?|new ones?|again|next(?: one)?|try again|once more)|(?:i )?(?:don'?t like (?:it|that|them)|not (?:that|this) one)(?:[,.]? (?:another(?: one)?|try again))?)(?:\s+please)?\W*$/i;
const SHORTER =
  /^(?:(?:please|no|ok|now|and|can you|could you)[,.]?\s+)*(?:(?:make|do|get|keep) (?:it|that|this|them) )?(?:a (?:bit|little) |much |even )?(?:shorter|briefer|more concise|less long)(?:\s+(?:please|version|one))?\W*$|^(?:(?:that|it)(?:'s| is) )?too long\W*$|^(?:fewer words|shorten (?:it|that|this|them)?)(?: please)?\W*$/i;
const WITH =
  /^(?:(?:please|no|ok|now|and|but|can you|could you)[,.]?\s+)*(?:(?:make|do|draw|put|have|paint) (?:it|that|this|them) )?((?:in|at|with|without|on|as|under|by|near|from|during|no)\s[^?]{2,60})\W*$/i;
/** "and for a bakery?": the same job for something else. */
const INSTEAD = /^(?:and|now|what about|how about)\s+(?:(?:one|some)\s+)?(?:for\s+)(.{2,80}?)\W*$/i;
/** Jobs that a place, a time or a look changes. */
const SHOWN: ReadonlySet<GuideJob> = new Set(['draw', 'brief', 'stickers', 'ideas', 'improve']);
/** A change takes few words; a longer message is a request of its own. */
const MAX_LENGTH = 80;

/**
 * What a short message means after one of the guide's jobs: another one, a shorter one, the same in
 * blue, the same for something else. `undefined` if it is not a follow-up or nothing came before.
 */
export function readFollowUp(
  messages: readonly ChatMessage[],
  jobOf: (message: string) => GuideJob | undefined,
): Understood | undefined {
  const last = messages.at(-1);
  if (last?.role !== 'user' || messages.length < 3 || !isFollowUp(last.content)) return undefined;
  const before = understand(messages.slice(0, -2), jobOf);
  const answer = messages.at(-2);
  if (!before || answer?.role !== 'assistant') return undefined;
  return apply(
    last.content.trim(),
    { ...before, avoid: [...before.avoid, answer.content] },
    answer.content,
  );
}

function isFollowUp(text: string): boolean {
  const plain = text.trim();
  return (
    plain.length <= MAX_LENGTH &&
    [AGAIN, SHORTER, WITH, INSTEAD].some((pattern) => pattern.test(plain))
  );
}

function understand(
  messages: readonly ChatMessage[],
  jobOf: (message: string) => GuideJob | undefined,
): Understood | undefined {
  const followed = readFollowUp(messages, jobOf);
  if (followed) return followed;
  const last = messages.at(-1);
  const job = last?.role === 'user' ? jobOf(last.content) : undefined;
  return last && job ? { message: last.content, job, avoid: [] } : undefined;
}

function apply(
  text: string,
  { shorten: _, ...before }: Understood,
  answer: string,
): Understood | undefined {
  if (AGAIN.test(text)) return before;
  if (SHORTER.test(text)) return { ...before, shorten: answer };
  const instead = INSTEAD.exec(text)?.[1];
  if (instead)
    return {
      ...before,
      message: before.message.replace(/\b(for|of|with)\b.*$/is, `$1 ${instead}`),
      avoid: [],
    };
  const change = WITH.exec(text)?.[1];
  if (!change || !SHOWN.has(before.job)) return undefined;
  return { ...before, message: `${before.message.replace(/[\s.!?]+$/, '')}, ${change}`, avoid: [] };
}
