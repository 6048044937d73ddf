import { EngineError } from '../errors.ts';
import type { PixelImage } from '../images/pixel-image.ts';
import type { ChatRequest } from './chat-engine.ts';
import { picturesIn } from './vision/pictures-in.ts';
import { compileCalls, compileSchema } from './json/compile-schema.ts';

const MAX_STOP_STRINGS = 8;
const MAX_PICTURES = 16;
/** Longest side of a picture; whoever asks scales larger ones down. */
export const MAX_PICTURE_SIDE = 2048;
/** Processors keep the proportions; a narrower picture would have no pixel left on one side. */
const MAX_PICTURE_RATIO = 100;

type NumberField =
  | 'maxTokens'
  | 'logProbabilities'
  | 'temperature'
  | 'topP'
  | 'topK'
  | 'minP'
  | 'repetitionPenalty'
  | 'frequencyPenalty'
  | 'presencePenalty'
  | 'seed';

/** Ranges of the numbers: a test, and the message if it fails. */
const NUMBERS: Record<NumberField, { isValid(value: number): boolean; range: string }> = {
  maxTokens: {
    isValid: (value) => Number.isInteger(value) && value >= 1,
    range: 'a whole number of at least 1',
  },
  logProbabilities: {
    isValid: (value) => Number.isInteger(value) && value >= 0 && value <= 20,
    range: 'a whole number from 0 to 20',
  },
  temperature: { isValid: (value) => value >= 0 && value <= 2, range: 'between 0 and 2' },
  topP: { isValid: (value) => value > 0 && value <= 1, range: 'above 0 and at most 1' },
  topK: {
    isValid: (value) => Number.isInteger(value) && value >= 1,
    range: 'a whole number of at least 1',
  },
  minP: { isValid: (value) => value >= 0 && value <= 1, range: 'between 0 and 1' },
  repetitionPenalty: { isValid: (value) => value >= 1 && value <= 2, range: 'between 1 and 2' },
  frequencyPenalty: { isValid: (value) => value >= -2 && value <= 2, range: 'between -2 and 2' },
  presencePenalty: { isValid: (value) => value >= -2 && value <= 2, range: 'between -2 and 2' },
  seed: { isValid: Number.isInteger, range: 'a whole number' },
};

/**
 * Throws `invalid_request` with the value and what it should be, or with the schema keyword that
 * cannot be enforced.
 */
export function checkRequest(request: ChatRequest): void {
  for (const [name, { isValid, range }] of Object.entries(NUMBERS)) {
    const value = request[name as NumberField];
    if (value !== undefined && !isValid(value)) reject(`${name} must be ${range}, not ${value}.`);
  }
  const { messages, stop = [], prefix, responseFormat, tools = [], toolChoice } = request;
  if (messages.length === 0) reject('A conversation needs at least one message.');
  if (messages.slice(1).some(({ role }) => role === 'system'))
    reject('A system message must come first.');
  checkPictures(picturesIn(messages));
  if (stop.length > MAX_STOP_STRINGS)
    reject(`At most ${MAX_STOP_STRINGS} stop strings, not ${stop.length}.`);
  if (stop.includes('')) reject('A stop string must not be empty.');
  if (prefix && responseFormat) reject('A prefix and a response format cannot be combined.');
  if (toolChoice === 'required' && tools.length === 0) reject('toolChoice "required" needs tools.');
  if (toolChoice === 'required' && (prefix || responseFormat))
    reject('toolChoice "required" leaves no room for a prefix or a response format.');
  // Refuse what cannot be enforced before a model is loaded.
  if (responseFormat) compileSchema(responseFormat.schema);
  if (toolChoice === 'required') compileCalls(tools, 'arguments');
}

/** Throws `invalid_request` if a conversation shows too many pictures. */
export function checkPictureCount(count: number): void {
  if (count > MAX_PICTURES)
    reject(`A conversation shows at most ${MAX_PICTURES} pictures, not ${count}.`);
}

function checkPictures(pictures: readonly PixelImage[]): void {
  checkPictureCount(pictures.length);
  for (const { width, height, data } of pictures) {
    const isWhole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
    if (!isWhole || data.length !== width * height * 4)
      reject('A picture needs four bytes for each of its pixels.');
    if (Math.max(width, height) > MAX_PICTURE_SIDE)
      reject(`A picture may have ${MAX_PICTURE_SIDE} pixels on a side, not ${width} x ${height}.`);
    if (Math.max(width, height) > MAX_PICTURE_RATIO * Math.min(width, height))
      reject(`A picture of ${width} x ${height} pixels is too narrow to look at. Crop it first.`);
  }
}

function reject(message: string): never {
  throw new EngineError('invalid_request', message);
}
