import {
  defaultNegativePrompt,
  dropStrayDetails,
  parsePrompt,
  type ImagePrompt,
} from './image-prompt.ts';

/** A piece of a prompt: its name, then its text in one or more pieces, then what to leave out. */
export type PromptPart = { name: string } | { text: string } | { negativePrompt: string };

/** Reads one prompt from the model's answer while it grows. */
export interface PromptFeed {
  /** What is certain so far, given the whole answer so far. */
  add(answer: string): Generator<PromptPart>;
  /** The rest. Returns the prompt, or nothing if it is not good enough; then no part of it was emitted. */
  end(answer: string): Generator<PromptPart, ImagePrompt | undefined>;
}

interface FeedOptions {
  brief: string;
  /** A prompt that is good stays so when more is added to it. */
  isGood(candidate: ImagePrompt): boolean;
  /** Whether parts are given before the end. */
  isEarly: boolean;
}

export function createPromptFeed({ brief, isGood, isEarly }: FeedOptions): PromptFeed {
  let given: ImagePrompt | undefined;

  function* give(prompt: ImagePrompt): Generator<PromptPart> {
    if (!given) yield { name: prompt.name };
    const more = prompt.prompt.slice(given?.prompt.length ?? 0);
    if (more) yield { text: more };
    given = prompt;
  }
  return {
    *add(answer) {
      const begun = isEarly && readBegunPrompt(answer);
      if (!begun) return;
      const candidate = { ...begun, prompt: dropStrayDetails(begun.prompt, brief) };
      if (isGood(candidate)) yield* give(candidate);
    },
    *end(answer) {
      const parsed = parsePrompt(answer);
      const whole = parsed && { ...parsed, prompt: dropStrayDetails(parsed.prompt, brief) };
      const prompt = whole && isGood(whole) ? whole : given;
      if (!prompt) return undefined;
      yield* give(prompt);
      yield { negativePrompt: prompt.negativePrompt };
      return prompt;
    },
  };
}

/** All parts of a prompt. */
export function* givePrompt({
  name,
  prompt,
  negativePrompt,
}: ImagePrompt): Generator<PromptPart, void> {
  yield { name };
  yield { text: prompt };
  yield { negativePrompt };
}

/** The name and the clauses that are whole by now. Text with escapes waits for its end. */
function readBegunPrompt(answer: string): ImagePrompt | undefined {
  const [, name, text, quote] = /"name":"([^"\\]+)","prompt":"([^"\\]*)("?)/.exec(answer) ?? [];
  if (!name || !text) return undefined;
  const prompt = quote ? text : text.slice(0, Math.max(0, text.lastIndexOf(', ')));
  return { name, prompt, negativePrompt: defaultNegativePrompt };
}
