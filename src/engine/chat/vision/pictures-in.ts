import { EngineError } from '../../errors.ts';
import type { PixelImage } from '../../images/pixel-image.ts';
import type { ChatMessage } from '../chat-engine.ts';

/** The pictures of a conversation in the order in which it shows them. */
export function picturesIn(messages: readonly ChatMessage[]): PixelImage[] {
  return messages.flatMap((message) => (message.role === 'user' && message.pictures) || []);
}

/** Throws `not_supported` if a conversation shows pictures to a model that reads text alone. */
export function refusePictures(messages: readonly ChatMessage[], title: string): void {
  if (picturesIn(messages).length > 0)
    throw new EngineError(
      'not_supported',
      `${title} reads text, not pictures. Choose a model that takes pictures, such as SmolVLM 256M.`,
      { details: { param: 'messages' } },
    );
}
