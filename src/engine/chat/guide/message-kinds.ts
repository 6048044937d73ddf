import { z } from 'zod';
import rows from './router-phrases.json' with { type: 'json' };

/** Short writing jobs that the built-in model does well. */
export const creativeJobs = [
  'brief',
  'stickers',
  'title',
  'tagline',
  'colours',
  'ideas',
  'improve',
  'alt',
] as const;
export type CreativeJob = (typeof creativeJobs)[number];

/** What the built-in model is too small for; `other`: unknown. */
export const beyondTopics = [
  'facts',
  'math',
  'code',
  'write',
  'translate',
  'summary',
  'advice',
  'news',
  'names',
  'other',
] as const;
export type BeyondTopic = (typeof beyondTopics)[number];

const kindSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('small-talk'),
    topic: z.enum(['greeting', 'thanks', 'goodbye', 'how-are-you', 'praise', 'chatter']),
    /** What to say to it. */
    reply: z.string().min(1),
    phrases: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('creative'),
    job: z.enum(creativeJobs),
    phrases: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('beyond'),
    topic: z.enum(beyondTopics),
    phrases: z.array(z.string()),
  }),
]);

/** A kind of message other than a question about Triptych, with examples. */
export type MessageKind = z.infer<typeof kindSchema>;

export const messageKinds: readonly MessageKind[] = z.array(kindSchema).parse(rows);

/** Words that name a job explicitly. */
const jobCues: readonly (readonly [CreativeJob, RegExp])[] = [
  ['alt', /\balt(ernative)?[- ]?text\b|\balt:|\bimage description\b|\bscreen readers?\b/i],
  ['stickers', /\bstickers?\b/i],
  ['tagline', /\b(tag ?line|slogan|motto|catch ?phrase|strapline)\b/i],
  ['title', /\b(title|headline|heading)\b/i],
  [
    'colours',
    /\b(palette|colou?r scheme)\b|\b(colou?rs|shades|hues)\b.*\b(for|suit|fit|match|go)\b/i,
  ],
  [
    'improve',
    /\b(improve|better|expand|enhance|refine|polish|extend|richer|detail)\b.*\b(prompt|description)\b|\bprompt\b.*:/i,
  ],
  ['ideas', /\b(ideas|inspiration|inspire|brainstorm|motifs)\b/i],
  [
    'brief',
    /\b(hero|banner|poster|flyer|header|thumbnail|open graph|postcard|wallpaper|packaging|cover|greeting card|(social|instagram) post|product (photo|shot))\b/i,
  ],
  [
    'brief',
    /\b(watercolou?r|illustration|oil painting|line art|pixel art|isometric|linocut|film photo|macro photo|3d render|pencil sketch|(morning|warm|soft|studio|golden hour|candle|neon|moon) ?light)\b/i,
  ],
];

/**
 * "a picture of me in the rain": begins with what the picture shows, so it does not ask for an
 * explanation.
 */
const PICTURE_OF =
  /^\W*(?:(?:an?|the|one|two|three|\d+)\s+)?(?:[\p{L}-]+\s+){0,2}(?:pictures?|photos?|photographs?|images?|portraits?|paintings?|drawings?|sketch(?:es)?|close-?ups?)\s+(?:of|showing|with)\s+(?!it\b|this\b|that\b)/iu;

/** Names of things other than pictures, which the built-in model cannot invent. */
const NAMES_FOR =
  /\b(?:names?|nicknames?|usernames?)\s+(?:\p{L}+\s+){0,2}(?:for|ideas)\b(?!.*\b(?:pictures?|photos?|images?|posters?|paintings?|drawings?|banners?|illustrations?)\b)|\bwhat\s+(?:should|could|can|do|shall)\s+(?:i|we)\s+(?:call|name)\s+(?:my|our)\b|\bname\s+(?:my|our)\s|\b(?:baby|company|brand|pet|dog|cat|band|team|blog|shop|domain|business)\s+names?\b/iu;

/** Greetings, thanks, goodbyes and names, with hardly another word. */
const smallTalkCue =
  /^\W*((hi|hello|hey|good (morning|evening|afternoon|night|day)|thanks|thank you|cheers|bye|goodbye|see you)\b(\W+\w+){0,3}|(my name is|call me|i am|i'm) \p{Lu}?\w+)\W*$/iu;

/** Whether the message says what a picture shows, and nothing else. */
export function describesPicture(message: string): boolean {
  return (
    PICTURE_OF.test(message) &&
    !/\?\s*$|\b(?:title|headline|caption|stickers?|alt text|ideas|palette|colou?rs for)\b/i.test(
      message,
    )
  );
}

/** Whether the message names the kind explicitly. */
export function isNamedIn(kind: MessageKind, message: string): boolean {
  if (kind.kind === 'small-talk') return smallTalkCue.test(message);
  if (kind.kind === 'beyond') return kind.topic === 'names' && NAMES_FOR.test(message);
  return findNamedJob(message) === kind.job;
}

/** The job of the first cue, in the order of the list, that is in the message. */
function findNamedJob(message: string): CreativeJob | undefined {
  return jobCues.find(([, cue]) => cue.test(message))?.[0];
}
