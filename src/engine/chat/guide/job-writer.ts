import type { ChatEngine, ChatEvent, ChatRequest } from '../chat-engine.ts';
import { sayBeyond } from './answers.ts';
import { type Generate, type GenerateText, writePrompts } from './brief.ts';
import { countGeneration } from './count-generation.ts';
import type { Understood } from './follow-up.ts';
import type { CreativeJob } from './message-kinds.ts';
import type { ImagePrompt } from './image-prompt.ts';
import { makeImpersonal } from './job-subject.ts';
import { givePrompt, type PromptPart } from './prompt-feed.ts';
import { shortenAnswer } from './shorten.ts';
import { type SmallAnswer, type SmallJob, writeSmallJob } from './small-jobs.ts';
import { writeStickers } from './stickers.ts';

export interface JobWriter {
  /** Does a job with the built-in model. The figures cover everything the model wrote for it. */
  write(
    request: ChatRequest,
    asked: Understood<CreativeJob>,
    signal: AbortSignal,
  ): AsyncGenerator<ChatEvent>;
}

/**
 * With this seed the model writes its most confident answer; with a higher one, a different answer.
 */
const FIRST_SEED = 1;
/** Recent taglines: three shops that ask one after the other get three taglines. */
const REMEMBERED = 6;
/** The subject is in the first words; the rest of a long paste is ignored. */
const MAX_REQUEST_LENGTH = 600;
/** How many drafts of a title or tagline are tried to find a shorter one. */
const SHORTER_TRIES = 5;

/** `remembers`: whether it avoids what it wrote for earlier requests, whoever made them. */
export function createJobWriter(base: ChatEngine, remembers: boolean): JobWriter {
  const recent: string[] = [];
  const remember = (text: string) => {
    if (!remembers) return;
    recent.push(text);
    if (recent.length > REMEMBERED) recent.shift();
  };
  return {
    async *write(request, asked, signal) {
      const begin = performance.now();
      yield { type: 'load-start', model: request.model };
      yield { type: 'load-end', ...(await base.load(request, signal)) };
      const run = countGeneration(base, request, signal);
      const seed = (request.seed ?? FIRST_SEED) + asked.avoid.length;
      for await (const part of writeParts(asked, seed, recent, run)) {
        if ('source' in part) yield { type: 'source-found', source: part.source };
        yield { type: 'text-delta', text: part.text, tokens: run.takeTokens() };
        if (asked.job === 'tagline') remember(part.text);
      }
      yield { type: 'finish', reason: 'stop', ...run.sumUp(begin) };
    },
  };
}

type Part = { text: string } | ReturnType<typeof saySkill>;

async function* writeParts(
  asked: Understood<CreativeJob>,
  seed: number,
  recent: readonly string[],
  { generate, generateText }: { generate: Generate; generateText: GenerateText },
): AsyncGenerator<Part> {
  const { job, shorten } = asked;
  const message = asked.message.slice(0, MAX_REQUEST_LENGTH);
  const shortened = shorten && shortenAnswer(job, shorten);
  if (shortened) return yield { text: shortened };
  if (job === 'brief') {
    for await (const part of writePrompts(
      { brief: makeImpersonal(asked.message), seed },
      generateText,
    ))
      yield { text: formatPart(part) };
  } else if (job === 'stickers') {
    for (const sticker of await writeStickers({ request: message, seed }, generate))
      yield { text: formatPrompt(sticker) };
  } else {
    const request = {
      message,
      seed,
      avoid: job === 'tagline' ? [...asked.avoid, ...recent] : asked.avoid,
    };
    const written = shorten
      ? await writeShorter(job, request, shorten, generate)
      : await writeSmallJob(job, request, generate);
    yield 'text' in written ? written : explain(job, written.isMissing);
  }
}

/** Redrafts a line until one is shorter than the last. */
async function writeShorter(
  job: SmallJob,
  request: Parameters<typeof writeSmallJob>[1],
  last: string,
  generate: Generate,
): Promise<SmallAnswer> {
  const avoid = [...request.avoid];
  for (let attempt = 0; attempt < SHORTER_TRIES; attempt++) {
    const written = await writeSmallJob(
      job,
      { ...request, seed: request.seed + attempt, avoid },
      generate,
    );
    if (!('text' in written)) break;
    if (written.text.length < last.length) return written;
    avoid.push(written.text);
  }
  return {
    text: 'That is the shortest I have. Ask for another one, or name the subject in fewer words.',
  };
}

const EXAMPLES: Readonly<Record<SmallJob, string>> = {
  tagline: 'What is it for? For instance: tagline for Moonleaf, a tea shop.',
  title: 'What is it about? For instance: title for a story about a lighthouse.',
  colours: 'What are the colours for? For instance: colours for a rainy day.',
  ideas: 'What should be in the pictures? For instance: three picture ideas with a fox.',
  improve: 'Which prompt? For instance: improve this prompt: a cat on a roof.',
  alt: 'Which picture? For instance: alt text for: a red bicycle by a canal.',
};

function explain(job: SmallJob, what: 'subject' | 'skill'): Part {
  return what === 'subject' ? { text: EXAMPLES[job] } : saySkill();
}

function saySkill() {
  const { source } = sayBeyond('other');
  const text =
    'I am too small a model for this: my draft was not good enough to show. A larger model can do it.';
  return { text, source };
}

const formatPrompt = (prompt: ImagePrompt) => Array.from(givePrompt(prompt), formatPart).join('');

function formatPart(part: PromptPart): string {
  if ('name' in part) return `**${part.name}**  \n`;
  return 'text' in part ? part.text : `  \n*Leave out: ${part.negativePrompt}*\n\n`;
}
