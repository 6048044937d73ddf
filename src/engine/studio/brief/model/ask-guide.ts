import { writePrompts } from '../../../chat/guide/brief.ts';
import { countGeneration } from '../../../chat/guide/count-generation.ts';
import { readStickerRequest, writeStickers } from '../../../chat/guide/stickers.ts';
import type { ParsedPrompt } from '../context.ts';
import { drawsStickers } from '../generation-config.ts';
import { describePlace, describeSubject } from '../prompts/subject.ts';
import type { Advice, Question } from './advice.ts';
import { checkPrompts } from './check-prompts.ts';

/**
 * Prompts of the built-in guide, by its picture-idea writer. It knows English alone, so that it is
 * given the subject as the rules put it. Of what it gives, only what its model wrote counts:
 * stickers that the brief names, and ideas that it fell back to, are the rules' work.
 */
export async function askGuide(
  { reading, image, count, engine, choice }: Question,
  signal: AbortSignal,
): Promise<Advice | undefined> {
  const subject = describeSubject(reading);
  const run = countGeneration(engine, choice, signal);
  const isSticker = drawsStickers(image);
  if (isSticker && readStickerRequest(subject).things) return undefined;
  const written: string[] = [];
  const listen: typeof run.generateText = async function* (messages, options) {
    let answer = options.prefix;
    for await (const text of run.generateText(messages, options)) {
      answer += text;
      yield text;
    }
    written.push(answer);
  };
  const generate: typeof run.generate = async (messages, options) => {
    const answer = await run.generate(messages, options);
    written.push(answer);
    return answer;
  };
  const ideas = isSticker
    ? await writeStickers({ request: subject, count }, generate)
    : await collect(
        writePrompts({ brief: `${subject}${describePlace(reading, subject)}`, count }, listen),
      );
  const own = ideas.filter(({ name, prompt }) =>
    written.some((answer) => answer.includes(isSticker ? name.toLowerCase() : lastPart(prompt))),
  );
  const prompts = checkPrompts(own, reading, image);
  return prompts.length > 0 ? { findings: {}, prompts } : undefined;
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
