import type { ChatEvent, ChatMessage } from '../chat-engine.ts';
import { readDrawRequest } from '../pictures/draw-request.ts';
import { findPictureIdeas } from '../pictures/find-picture-ideas.ts';
import type { PictureIdea } from '../pictures/picture-idea.ts';
import { recite } from './answers.ts';
import { capitalise } from './capitalise.ts';
import { type GuideJob, readFollowUp } from './follow-up.ts';

/** "draw it", "draw the second one": one of the ideas just given. */
const DRAW_IDEA =
  /^(?:(?:please|ok(?:ay)?|yes|now|and|can you|could you)[,.]?\s+)*(?:draw|paint|make)\s+(?:me\s+)?(?:it|this|that|(?:the\s+)?(first|second|third|fourth|last|1st|2nd|3rd|4th|number (?:one|two|three|four|\d))(?:\s+(?:one|idea|prompt|picture))?)(?:\s+please)?\W*$/iu;
const PLACES: Readonly<Record<string, number>> = {
  first: 0,
  '1st': 0,
  one: 0,
  second: 1,
  '2nd': 1,
  two: 1,
  third: 2,
  '3rd': 2,
  three: 2,
  fourth: 3,
  '4th': 3,
  four: 3,
  last: -1,
};

/**
 * What the last message asks to draw: stated in it, changed from the previous picture ("in blue"),
 * or one of the latest ideas.
 */
export function findDrawing(
  messages: readonly ChatMessage[],
  jobOf: (message: string) => GuideJob | undefined,
): PictureIdea | undefined {
  const text = messages.at(-1)?.content ?? '';
  const idea = findIdea(messages, text);
  if (idea) return idea;
  const followed = readFollowUp(messages, jobOf);
  return readDrawRequest(followed?.job === 'draw' ? followed.message : text);
}

function findIdea(messages: readonly ChatMessage[], text: string): PictureIdea | undefined {
  const asked = DRAW_IDEA.exec(text.trim());
  const [question, answer] = messages.slice(-3);
  if (!asked || answer?.role !== 'assistant') return undefined;
  const word = asked[1]?.toLowerCase().replace('number ', '') ?? 'first';
  const found = findPictureIdeas(question?.content ?? '', answer.content).at(
    PLACES[word] ?? Number(word) - 1,
  );
  return found && { prompt: found.prompt, negativePrompt: found.negativePrompt };
}

/** The events of a picture answer: what it shows, and the request for it. */
export async function* announceDrawing(idea: PictureIdea): AsyncGenerator<ChatEvent> {
  for await (const event of recite({ text: capitalise(idea.prompt) })) {
    if (event.type === 'finish') yield { type: 'picture-request', idea };
    yield event;
  }
}
