import type { PictureIdea } from './picture-idea.ts';

const POLITE = String.raw`(?:(?:please|ok(?:ay)?|hey|hi|hello|now|and|so|then|just|yes|great|cool|thanks)[\s,.!]+)*`;
const WISH = String.raw`(?:(?:can|could|would|will) (?:you|u)(?: please| kindly| just)?|(?:i['’]?d|i would) (?:like|love) (?:you )?to|i (?:want|need) you to|let['’]?s|let us|(?:you )?(?:may|should))`;
const KINDS = String.raw`(?:pictures?|pics?|images?|photos?|photographs?|drawings?|sketch(?:es)?|paintings?|illustrations?|stickers?|icons?|emojis?|cartoons?|portraits?|posters?|wallpapers?|renders?|clip[ -]?arts?|logos?|doodles?|artworks?)`;
const COUNT = String.raw`(?:an?|one|some|another|the)`;
/** "a cute little watercolour picture of": as far as the thing itself. */
const PICTURE_OF = String.raw`(?:${COUNT}\s+)?((?:(?!(?:to|of|what|how|that|which|if|know|from|into)\b)[\p{L}\p{N}-]+\s+){0,4}?${KINDS})\s*(?:of|showing|depicting|with|that shows|:)\s+`;

const begin = (rest: string) =>
  new RegExp(String.raw`^\W*${POLITE}(?:${WISH}\s+)?${POLITE}${rest}`, 'isu');
/** "draw me a fox"; the picture may be named, too: "paint a picture of a fox". */
const DRAW = begin(
  String.raw`(?:draw|paint|sketch|doodle|illustrate)(?:\s+(?:for\s+)?(?:me|us))?(?:\s*:\s*|\s+)(?:${PICTURE_OF})?(.+)$`,
);
/** "make a picture of a fox", "I want an image of a fox", "a sticker of a fox". */
const MAKE = begin(
  String.raw`(?:(?:make|create|generate|produce|render|design|give|show|do|get)(?:\s+(?:me|us))?|i(?:['’]?d| would)? (?:want|need|like|love)|we (?:want|need))\s+${PICTURE_OF}(.+)$`,
);
const STICKER = begin(String.raw`(?:an?|one)\s+((?:[\p{L}-]+\s+){0,2}sticker)\s+of\s+(.+)$`);

/**
 * What can follow "draw" without meaning a picture: "a conclusion", "a flowchart", "from
 * experience".
 */
const NOT_SEEN = new RegExp(
  String.raw`^(?:${COUNT}\s+|any\s+|your\s+|my\s+|our\s+)?(?:[\p{L}-]+\s+){0,2}?(?:conclusions?|comparisons?|inferences?|parallels?|distinctions?|analog(?:y|ies)|lessons?|the line|attention|inspiration|breath|plans?|outlines?|lists?|summar(?:y|ies)|concepts?|differences?|principles?|theor(?:y|ies)|process(?:es)?|points?|meanings?|diagrams?|flow ?charts?|charts?|graphs?|tables?|histograms?|schemas?|wireframes?|mind ?maps?|ascii|svg|latex|contracts?|wills?|che(?:que|ck)s?|salar(?:y|ies)|variants?|variations?|versions?|blanks?)\b(?!\s+(?:lamp|bird))`,
  'iu',
);
/**
 * "draw up a contract", "draw with another model", "draw faster": about drawing, or about something
 * else.
 */
const NO_THING =
  /^(?:up|from|out|on|upon|near|nearer|close|closer|back|away|down|over|with|without|using|faster|slower|better|again|more|around|outside|inside|beyond|only|here|there|in|at|by|when|while|if|how|what|why|where|which|and|or|lots)\b/iu;
/** Names nothing that could be drawn. */
const NOTHING_NAMED =
  /^(?:(?:some|any|a|an|the|my|your|more|good|nice|other|beautiful)\s+)*(?:pictures?|pics?|images?|photos?|drawings?|stickers?|stuff|things?|something(?: else| nice| new| beautiful)?|anything|art|it|this|that|these|those|them|one|ones|me|us|(?:first|second|third|fourth|last|next|number \S+)(?: (?:one|idea|picture|prompt))?)$/iu;
/** A request is short; a text that begins with "Draw" is a text. */
const MAX_LENGTH = 1000;

/**
 * What a message asks to draw, if it asks for nothing else: "draw a fox", "make a picture of …", "a
 * sticker of …". Questions about drawing, and other senses of the word, do not count. English only.
 */
export function readDrawRequest(message: string): PictureIdea | undefined {
  const text = message.trim();
  if (text.length > MAX_LENGTH || /^\W*(?:how|why|what|when|where|which|who)\b/iu.test(text))
    return undefined;
  const found = MAKE.exec(text) ?? STICKER.exec(text) ?? DRAW.exec(text);
  const [, kind, rest = ''] = found ?? [];
  const subject = tidy(rest);
  if (!found || !isThing(subject)) return undefined;
  return { prompt: describe(kind, subject), negativePrompt: '' };
}

/** Without words addressed to whoever draws, and without the end of the sentence. */
function tidy(rest: string): string {
  return rest
    .replace(/^(?:something|anything|things)\s+(?:with|about|like)\s+/iu, '')
    .replace(/(?:[\s,]+(?:please|for me|for us|thanks|thank you|if you can|now))*[\s.!?…]*$/iu, '')
    .replace(/^["“'‘](.+)["”'’]$/su, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
}

function isThing(subject: string): boolean {
  return (
    /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(subject) &&
    !NOTHING_NAMED.test(subject) &&
    !NO_THING.test(subject) &&
    !NOT_SEEN.test(subject)
  );
}

/** "picture" alone tells an image model nothing new; a "sticker" and a "watercolour picture" do. */
function describe(kind: string | undefined, subject: string): string {
  const plain = kind?.toLowerCase();
  if (!plain || /^(?:pictures?|pics?|images?|drawings?|artworks?)$/u.test(plain)) return subject;
  return `${/^(?:[aeio]|u(?!n))/u.test(plain) ? 'an' : 'a'} ${plain} of ${subject}`;
}
