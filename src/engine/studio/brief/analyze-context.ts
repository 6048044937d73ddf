import type { ChatEngine, ModelChoice } from '../../chat/chat-engine.ts';
import { EngineError, throwIfAborted, whenAborted, type ErrorCode } from '../../errors.ts';
import type { ImageManifest } from '../../models/manifest.ts';
import type {
  BriefFilters,
  Category,
  Classification,
  GenerationConfig,
  ParsedPrompt,
  Reasons,
  Style,
} from './context.ts';
import { configureGeneration } from './generation-config.ts';
import { askModel } from './model/ask-model.ts';
import type { Advice } from './model/advice.ts';
import { MOST_PROMPTS, writePrompts } from './prompts/write-prompts.ts';
import { type BriefReading, readBrief } from './read-brief.ts';

export interface AnalyzeRequest {
  /** What the picture is for and about, in any language; HTML is read as its text. Not empty. */
  brief: string;
  /** Default: what the brief says. */
  category?: Category;
  filters?: BriefFilters;
  /** Prompts, 1 to 8. Default 3. */
  count?: number;
  /** For the chat model, in milliseconds, at least 1. Default 20,000. */
  timeoutMs?: number;
}

/** What the analysis is made with. */
export interface AnalyzeDeps {
  /** The model that will draw, or how to choose it by the brief's style. */
  image: ImageManifest | ((style: Style) => ImageManifest);
  /** The model that may improve on the rules. Without it, they answer alone. */
  chat?: { engine: Pick<ChatEngine, 'generate'>; choice: ModelChoice };
}

export interface ContextAnalysis {
  classification: Classification;
  reasons: Reasons;
  /** Words that must appear: for an overlay, since image models cannot spell. */
  texts: readonly string[];
  config: GenerationConfig;
  /** `count` of them, each different. */
  prompts: readonly ParsedPrompt[];
  /** `model` if at least one prompt is the chat model's. */
  source: 'model' | 'rules';
  /** Why the rules answered. */
  rulesBecause?: RulesReason;
  /** What the chat model's engine threw, where it `failed`. */
  failure?: ModelFailure;
  /** Id of the chat model, if it was used. */
  model?: string;
  ms: number;
}

/**
 * `no-model`: none was given; `timed-out`; `failed`: it threw; `unusable`: what it wrote is not JSON
 * of the schema, or nothing that the image model could draw.
 */
export type RulesReason = 'no-model' | 'timed-out' | 'failed' | 'unusable';

export interface ModelFailure {
  /** Id of the chat model. */
  model: string;
  code: ErrorCode;
  message: string;
}

const DEFAULT_COUNT = 3;
const DEFAULT_TIMEOUT_MS = 20_000;
const LONGEST_BRIEF = 200_000;

/**
 * Understands a brief: by rules first, which take milliseconds, then by the chat model if there is
 * one. What the model says is only taken where the rules found nothing, and where it is valid;
 * sizes, steps and guidance are always the image model's. Throws `invalid_request` for an empty or
 * too long brief and values out of range, `aborted` if the signal fires; a chat model that fails is
 * no error.
 *
 * @example
 * import { CATALOG } from '../../models/catalog.ts';
 * const image = CATALOG.find(({ id }) => id === 'schmuell/sd-turbo-ort-web');
 * const signal = new AbortController().signal;
 * const { classification, config, source } = await analyzeContext(
 *   { brief: 'Banner para uma padaria em Lisboa' }, { image }, signal);
 * classification.culture; // → 'Portugal'
 * config.width > config.height; // → true
 * source; // → 'rules'
 */
export async function analyzeContext(
  request: AnalyzeRequest,
  { image: wanted, chat }: AnalyzeDeps,
  signal: AbortSignal,
): Promise<ContextAnalysis> {
  const begin = performance.now();
  checkRequest(request);
  throwIfAborted(signal);
  const { brief, filters, category, count = DEFAULT_COUNT } = request;
  const reading = readBrief(brief, filters, category);
  const image = typeof wanted === 'function' ? wanted(reading.classification.style) : wanted;
  const rules = writePrompts(reading, image, count);
  const { advice, ...why } = chat
    ? await ask({ reading, image, count, ...chat }, request.timeoutMs, signal)
    : NO_MODEL;
  const { classification, reasons } = merge(reading, advice);
  return {
    classification,
    reasons,
    texts: reading.texts,
    config: configureGeneration(image, classification),
    prompts: mergePrompts(advice?.prompts ?? [], rules, count),
    source: advice ? 'model' : 'rules',
    ...why,
    ...(advice && chat ? { model: chat.choice.model } : {}),
    ms: performance.now() - begin,
  };
}

/** The model's advice, or why the rules answer. */
interface Advised extends Pick<ContextAnalysis, 'rulesBecause' | 'failure'> {
  advice?: Advice;
}

const NO_MODEL: Advised = { rulesBecause: 'no-model' };

/** Its engine need not heed the signal. */
async function ask(
  question: Parameters<typeof askModel>[0],
  timeoutMs = DEFAULT_TIMEOUT_MS,
  signal: AbortSignal,
): Promise<Advised> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const either = AbortSignal.any([signal, late.signal]);
  try {
    const advice = await Promise.race([askModel(question, either), whenAborted(either)]);
    return advice ? { advice } : { rulesBecause: 'unusable' };
  } catch (thrown) {
    throwIfAborted(signal);
    if (late.signal.aborted) return { rulesBecause: 'timed-out' };
    const { code, message } = EngineError.from(thrown);
    const failure = { model: question.choice.model, code, message };
    return { rulesBecause: 'failed', failure };
  } finally {
    clearTimeout(timer);
  }
}

/** What the brief and the caller said stays; the model fills in the rest. */
function merge(
  { classification, reasons }: BriefReading,
  advice: Advice | undefined,
): Pick<ContextAnalysis, 'classification' | 'reasons'> {
  const open = Object.entries(advice?.findings ?? {}).filter(([field]) => !(field in reasons));
  return {
    classification: { ...classification, ...Object.fromEntries(open) },
    reasons: {
      ...reasons,
      ...Object.fromEntries(open.map(([field]) => [field, { from: 'model' as const }])),
    },
  };
}

/** The model's prompts, and as many of the rules' as are missing. */
function mergePrompts(
  advised: readonly ParsedPrompt[],
  rules: readonly ParsedPrompt[],
  count: number,
): ParsedPrompt[] {
  const others = rules.filter((rule) => !advised.some(({ prompt }) => prompt === rule.prompt));
  return [...advised, ...others].slice(0, count);
}

function checkRequest({ brief, count = DEFAULT_COUNT, timeoutMs = 1 }: AnalyzeRequest): void {
  if (brief.trim() === '') reject('The brief is empty. Say what the picture should show.');
  if (brief.length > LONGEST_BRIEF)
    reject(`The brief has ${brief.length} characters; the limit is ${LONGEST_BRIEF}. Shorten it.`);
  if (!Number.isInteger(count) || count < 1 || count > MOST_PROMPTS)
    reject(`count must be a whole number from 1 to ${MOST_PROMPTS}, not ${count}.`);
  if (!(timeoutMs >= 1)) reject(`timeoutMs must be at least 1, not ${timeoutMs}.`);
}

function reject(message: string): never {
  throw new EngineError('invalid_request', message);
}
