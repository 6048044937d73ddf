import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { BoundedTemplate } from '../../bounded-template.ts';
import { EngineError } from '../../errors.ts';
import type { ChatMessage } from '../chat-engine.ts';
import type { PromptOptions } from '../language-model.ts';
import { applyToTurns } from '../turns/chat-turns.ts';
import { toTemplateMessage } from '../turns/template-message.ts';
import type { PictureReader } from '../vision/picture-reader.ts';
import { picturesIn } from '../vision/pictures-in.ts';

/**
 * The text of a conversation by the model's own template; where it takes pictures, with a marker
 * for each. Throws `not_supported` if the template fails.
 */
export function applyChatTemplate(
  tokenizer: PreTrainedTokenizer,
  messages: readonly ChatMessage[],
  { tools, reasoning }: PromptOptions,
  eyes: PictureReader | undefined,
): string {
  const options = {
    tokenize: false,
    add_generation_prompt: true,
    ...(tools ? { tools: tools.map((tool) => ({ type: 'function', function: tool })) } : {}),
    ...(reasoning === undefined ? {} : { enable_thinking: reasoning }),
  };
  const toMessage = eyes
    ? (message: ChatMessage) => showTemplateMessage(message, eyes.marker, takesParts(tokenizer))
    : toTemplateMessage;
  return applyToTurns(
    (turns) => tokenizer.apply_chat_template(turns.map(toMessage), options) as string,
    messages,
  );
}

/** Whether a template reads messages as lists of parts, some of which are pictures. */
const takesParts = ({ chat_template: template }: PreTrainedTokenizer) =>
  typeof template === 'string' && /['"]image['"]/.test(template);

/**
 * A message of a model that takes pictures: as parts where its template knows them, else with a
 * marker for each picture before the text. A marker that somebody typed is broken up.
 */
function showTemplateMessage(message: ChatMessage, marker: string, hasParts: boolean) {
  const plain = toTemplateMessage(message);
  const text = plain.content.replaceAll(marker, marker.replace('<', '<\u200b'));
  const pictures = picturesIn([message]);
  if (!hasParts) return { ...plain, content: pictures.map(() => `${marker}\n`).join('') + text };
  const parts = [...pictures.map(() => ({ type: 'image' })), { type: 'text', text }];
  // The library's types know text alone, which its templates are not limited to.
  return { ...plain, content: parts as unknown as string };
}

/** A prompt's tokens with pictures in the place of their markers. Throws `not_supported`. */
export function showPictures(
  text: string,
  messages: readonly ChatMessage[],
  eyes: PictureReader,
  encode: (text: string) => number[],
): number[] {
  const pictures = picturesIn(messages);
  const pieces = text.split(eyes.marker);
  if (pieces.length !== pictures.length + 1)
    throw new EngineError(
      'not_supported',
      `The model's chat template shows ${pieces.length - 1} of ${pictures.length} pictures.`,
    );
  return pieces.flatMap((piece, index) => {
    const picture = pictures[index];
    return [...(piece === '' ? [] : encode(piece)), ...(picture ? eyes.tokensOf(picture) : [])];
  });
}

/**
 * The tokenizer compiles a template when it first needs it and keeps it: instead it finds one that
 * surely ends.
 */
export function boundTemplates({
  chat_template: own,
  _compiled_template_cache,
}: PreTrainedTokenizer): void {
  const named: unknown[] = typeof own === 'object' && own !== null ? Object.values(own) : [own];
  for (const source of named)
    if (typeof source === 'string') _compiled_template_cache.set(source, boundLazily(source));
}

/** One that cannot be compiled fails when it is needed, not while the model is loaded. */
function boundLazily(source: string): Pick<BoundedTemplate, 'render'> {
  let compiled: BoundedTemplate | undefined;
  return { render: (items) => (compiled ??= new BoundedTemplate(source)).render(items) };
}
