import type { FoundRoute } from '../../src/api/http/find-route.ts';
import { FAMILIES } from '../../src/engine/image-ops/derivatives/families.ts';
import { readFields, type AskedBody, type Fields } from '../read-fields.ts';
import type { Use } from './limit.ts';

/** English has about as many letters in a token, and says as many in a second. */
const LETTERS_PER_TOKEN = 4;
const LETTERS_PER_SECOND = 15;

/**
 * What a request may come to, by its body alone, before anything is computed for it; only what its
 * route can use. What cannot be read comes to nothing, and is refused later.
 */
export async function estimateUse({ tag, path }: FoundRoute, body: AskedBody): Promise<Use> {
  const fields = await readFields(body);
  switch (tag) {
    case 'Chat':
    case 'Text':
      return { tokens: estimateTokens(fields) };
    case 'Images':
      return { pictures: readCount(fields.n) ?? 1 };
    case 'Studio':
      return countPictures(path, fields);
    case 'Speech':
      return {
        'speech-seconds': Math.ceil(
          countLetters(fields.input) / LETTERS_PER_SECOND / (readNumber(fields.speed) ?? 1),
        ),
      };
    default:
      return {};
  }
}

/** The prompt, and all that an answer may have where the request says so. */
function estimateTokens({ n, ...fields }: Fields): number {
  const { max_completion_tokens, max_tokens, max_output_tokens, ...texts } = fields;
  const most = [max_completion_tokens, max_tokens, max_output_tokens].map(readCount);
  const answer = most.find((count) => count !== undefined) ?? 0;
  return Math.ceil(countLetters(texts) / LETTERS_PER_TOKEN) + answer * (readCount(n) ?? 1);
}

/** Other routes of the studio draw none. */
function countPictures(path: string, { sizes }: Fields): Use {
  if (path === '/generate' || path === '/generate/async') return { pictures: 1 };
  if (path !== '/generate/batch-sizes' || !Array.isArray(sizes)) return {};
  return { pictures: sizes.reduce((sum: number, size) => sum + countSizes(size), 0) };
}

function countSizes(size: unknown): number {
  const isFamily = typeof size === 'string' && Object.hasOwn(FAMILIES, size);
  return isFamily ? FAMILIES[size as keyof typeof FAMILIES].length : 1;
}

/** Of all texts in it, but for pictures that are written into it. */
function countLetters(value: unknown): number {
  if (typeof value === 'string') return value.startsWith('data:') ? 0 : value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, each) => sum + countLetters(each), 0);
}

function readNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && number > 0 && Number.isFinite(number) ? number : undefined;
}

function readCount(value: unknown): number | undefined {
  const number = readNumber(value);
  return number === undefined ? undefined : Math.min(1e9, Math.ceil(number));
}
