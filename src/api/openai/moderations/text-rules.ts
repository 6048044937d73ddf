/** OpenAI's categories. */
export const MODERATION_CATEGORIES = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/intent',
  'self-harm/instructions',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
] as const;
export type ModerationCategory = (typeof MODERATION_CATEGORIES)[number];

const SEXUAL =
  /\b(?:porn(?:o|ographic|ography)?|hentai|blow ?jobs?|hardcore sex|sex tape|nudes?)\b/;
const MINORS = /\b(?:child(?:ren)?|minors?|kids?|toddlers?|underage|1[0-7][- ]years?[- ]old)\b/;
const THREAT =
  /\b(?:i(?: will|'ll| am going to|'m going to)|we(?: will|'ll)) (?:kill|murder|stab|shoot|hurt) (?:you|him|her|them)\b/;
const GROUPS =
  /(?:jews|muslims|christians|blacks|whites|gays|lesbians|immigrants|refugees|women|men|asians)/;

/**
 * English phrases that are seldom meant well. Rules see words and not what is meant: they miss most
 * of what is bad, and they take some of what is harmless for it.
 */
const RULES: readonly {
  categories: readonly ModerationCategory[];
  matches(text: string): boolean;
}[] = [
  {
    categories: ['sexual', 'sexual/minors'],
    matches: (text) => SEXUAL.test(text) && MINORS.test(text),
  },
  { categories: ['sexual'], matches: (text) => SEXUAL.test(text) },
  {
    categories: ['harassment', 'harassment/threatening', 'violence'],
    matches: (text) => THREAT.test(text),
  },
  { categories: ['harassment'], matches: find(/\b(?:kill yourself|kys|go die|you should die)\b/) },
  {
    categories: ['hate', 'hate/threatening', 'violence'],
    matches: find(
      new RegExp(`\\b(?:kill|exterminate|gas|deport) (?:all )?(?:the )?${GROUPS.source}\\b`),
    ),
  },
  {
    categories: ['hate'],
    matches: find(
      new RegExp(`\\b(?:all |the )?${GROUPS.source} are (?:vermin|subhuman|animals|filth|scum)\\b`),
    ),
  },
  {
    categories: ['self-harm', 'self-harm/intent'],
    matches: find(
      /\bi (?:want to|will|am going to|'m going to) (?:kill myself|die|end my life|cut myself)\b/,
    ),
  },
  {
    categories: ['self-harm', 'self-harm/instructions'],
    matches: find(/\bhow (?:to|do i|can i) (?:kill myself|commit suicide|hang myself|overdose)\b/),
  },
  {
    categories: ['illicit', 'illicit/violent'],
    matches: find(
      /\bhow (?:to|do i|can i) (?:make|build) (?:a |an )?(?:pipe |nail |car )?(?:bomb|explosive|nerve agent)s?\b/,
    ),
  },
  {
    categories: ['illicit'],
    matches: find(
      /\bhow (?:to|do i|can i) (?:make|cook|buy) (?:crystal )?(?:meth|heroin|cocaine|fentanyl)\b/,
    ),
  },
  {
    categories: ['violence', 'violence/graphic'],
    matches: find(/\b(?:behead(?:ed|ing)?|disembowel(?:led|ing)?|gore)\b/),
  },
];

function find(pattern: RegExp): (text: string) => boolean {
  return (text) => pattern.test(text);
}

/** The categories that a text falls into. */
export function judgeText(text: string): ReadonlySet<ModerationCategory> {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll('’', "'").replaceAll(/\s+/g, ' ');
  return new Set(RULES.flatMap(({ categories, matches }) => (matches(plain) ? categories : [])));
}
