import { writePrompts } from '../../../chat/guide/brief.ts';
import { countGeneration } from '../../../chat/guide/count-generation.ts';
import { writeStickers } from '../../../chat/guide/stickers.ts';
import { findTheme } from '../../../stickers/sticker-themes.ts';
import type { ParsedPrompt } from '../context.ts';
import { drawsStickers } from '../generation-config.ts';
import { nameMedium } from '../prompts/scenes.ts';
import { describePlace, describeSubject } from '../prompts/subject.ts';
import type { BriefReading } from '../read-brief.ts';
import type { Advice, Question } from './advice.ts';
import { checkPrompts } from './check-prompts.ts';

/**
 * Prompts of the built-in guide, by its picture-idea writer. It knows English alone, so that it is
 * given the subject as the rules put it. Of what it gives, only what its model wrote counts: ideas
 * that it fell back to are the rules' work.
 */
export async function askGuide(
  { reading, image, count, engine, choice }: Question,
  signal: AbortSignal,
): Promise<Advice | undefined> {
  const run = keepAnswers(countGeneration(engine, choice, signal));
  const subject = describeSubject(reading);
  let own: ParsedPrompt[];
  if (drawsStickers(image)) {
    // Without a theme it names stickers at random, and the rules know better.
    if (!findTheme(subject)) return undefined;
    const stickers = await writeStickers({ request: subject, count }, run.generate);
    own = stickers.filter(({ name }) => run.hasWritten(`"${name}"`));
  } else {
    const ideas = await collect(
      writePrompts({ brief: giveBrief(reading, subject), count }, run.generateText),
    );
    own = ideas.filter(({ prompt }) => run.hasWritten(lastPart(prompt)));
  }
  const prompts = checkPrompts(
    own.map((idea) => fitStyle(idea, reading)),
    reading,
    image,
  );
  return prompts.length > 0 ? { findings: {}, prompts } : undefined;
}

/** Keeps what the model wrote, to tell it from what the guide put in its place. */
function keepAnswers({ generate, generateText }: ReturnType<typeof countGeneration>) {
  let written = '';
  const kept: Pick<ReturnType<typeof countGeneration>, 'generate' | 'generateText'> = {
    async generate(messages, options) {
      const answer = await generate(messages, options);
      written += options.prefix + answer;
      return answer;
    },
    async *generateText(messages, options) {
      for await (const text of generateText(messages, options)) {
        written += text;
        yield text;
      }
    },
  };
  return {
    ...kept,
    hasWritten: (text: string) => written.toLowerCase().includes(text.toLowerCase()),
  };
}

/** "a bakery in Portugal, watercolour painting, calm mood". */
function giveBrief(reading: BriefReading, subject: string): string {
  const { style, mood } = reading.classification;
  return [
    `${subject}${describePlace(reading, subject)}`,
    ...(style === 'illustrated' ? [nameMedium(reading).toLowerCase()] : []),
    ...(mood === null ? [] : [`${mood} mood`]),
  ].join(', ');
}

/** It calls most pictures photographs. */
function fitStyle(idea: ParsedPrompt, reading: BriefReading): ParsedPrompt {
  if (reading.classification.style === 'photorealistic') return idea;
  const parts = idea.prompt.split(', ').filter((part) => !/\bphoto/i.test(part));
  const medium = nameMedium(reading).toLowerCase();
  const isNamed = parts.some((part) => part.toLowerCase().includes(medium));
  return { ...idea, prompt: (isNamed ? parts : [...parts, medium]).join(', ') };
}

const lastPart = (prompt: string) => prompt.slice(prompt.lastIndexOf(', ') + 1);

async function collect(parts: ReturnType<typeof writePrompts>): Promise<ParsedPrompt[]> {
  const prompts: ParsedPrompt[] = [];
  for await (const part of parts) {
    if ('name' in part) prompts.push({ name: part.name, prompt: '', negativePrompt: '' });
    const last = prompts.at(-1);
    if (last && 'text' in part) last.prompt += part.text;
    if (last && 'negativePrompt' in part) last.negativePrompt = part.negativePrompt;
  }
  return prompts;
}
