import type { ChatEngine, ModelChoice } from '../chat-engine.ts';
import type { Generate, GenerateText } from './brief.ts';

/** Runs the model for one job and adds up the tokens and time it took. */
export function countGeneration(
  base: Pick<ChatEngine, 'generate'>,
  { model, device, dtype }: ModelChoice,
  signal: AbortSignal,
) {
  let tokens: number[] = [];
  const usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, contextLength: 0 };
  let firstTokenAt: number | undefined;
  const choice = { model, ...(device ? { device } : {}), ...(dtype ? { dtype } : {}) };
  const generateText: GenerateText = async function* (messages, options) {
    for await (const event of base.generate({ ...choice, messages, ...options }, signal)) {
      if (event.type === 'text-delta') {
        firstTokenAt ??= performance.now();
        tokens.push(...event.tokens);
        yield event.text;
      }
      if (event.type !== 'finish') continue;
      usage.promptTokens += event.usage.promptTokens;
      usage.cachedTokens += event.usage.cachedTokens;
      usage.completionTokens += event.usage.completionTokens;
      usage.contextLength = event.usage.contextLength;
    }
  };
  const generate: Generate = async (messages, options) => {
    let written = '';
    for await (const text of generateText(messages, options)) written += text;
    return written;
  };
  return {
    generate,
    generateText,
    takeTokens() {
      const taken = tokens;
      tokens = [];
      return taken;
    },
    sumUp(begin: number) {
      const seconds = (performance.now() - (firstTokenAt ?? begin)) / 1000;
      const hasSpoken = firstTokenAt !== undefined;
      return {
        usage,
        firstTokenMs: hasSpoken ? (firstTokenAt ?? begin) - begin : null,
        tokensPerSecond: hasSpoken ? usage.completionTokens / seconds : null,
      };
    },
  };
}
