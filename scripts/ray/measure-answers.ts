import type OpenAI from 'openai';
import { MODEL, STORY, type Stage } from './stage.ts';

const ROUNDS = 7;
const TOKENS = 64;

interface AnswerFigures {
  firstMs: number;
  tokensPerSecond: number;
}

/** Medians, directly and through the companion, which take turns. One chat at a time. */
export async function measureAnswers({
  gateway,
  direct,
  signal,
}: Stage): Promise<Record<'gateway' | 'direct', AnswerFigures>> {
  const times = { gateway: [] as AnswerFigures[], direct: [] as AnswerFigures[] };
  for (let round = 0; round < ROUNDS; round++) {
    times.gateway.push(await timeAnswer(gateway, signal));
    times.direct.push(await timeAnswer(direct, signal));
  }
  return { gateway: takeMedians(times.gateway), direct: takeMedians(times.direct) };
}

/** The question is the same each time, so llama.cpp has it computed already. */
async function timeAnswer(client: OpenAI, signal: AbortSignal): Promise<AnswerFigures> {
  const begin = performance.now();
  let first: number | undefined;
  let tokens = 0;
  const chunks = await client.chat.completions.create(
    {
      ...{ model: MODEL, messages: STORY, max_tokens: TOKENS, temperature: 0 },
      ...{ stream: true, stream_options: { include_usage: true } },
    },
    { signal },
  );
  for await (const { choices, usage } of chunks) {
    if (choices[0]?.delta.content) first ??= performance.now();
    tokens = usage?.completion_tokens ?? tokens;
  }
  const [end, from] = [performance.now(), first ?? Number.NaN];
  return { firstMs: from - begin, tokensPerSecond: ((tokens - 1) / (end - from)) * 1000 };
}

function takeMedians(figures: readonly AnswerFigures[]): AnswerFigures {
  const median = (values: number[]) =>
    values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return {
    firstMs: median(figures.map(({ firstMs }) => firstMs)),
    tokensPerSecond: median(figures.map(({ tokensPerSecond }) => tokensPerSecond)),
  };
}
