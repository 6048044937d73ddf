import type { PictureIdea } from '../../../engine/chat/pictures/picture-idea.ts';
import { EngineError, whenAborted } from '../../../engine/errors.ts';
import type { PixelImage } from '../../../engine/images/pixel-image.ts';
import type {
  ShownPicture,
  StoredConversation,
  StoredMessage,
} from '../../../storage/conversations.ts';
import { applyEvent, applyFailure, statusAfter } from './answer-events.ts';
import { createRequest } from './answer-request.ts';
import type { ChatDependencies, StateAccess } from './chat-state.ts';
import type { ConversationKeeper } from './conversation-keeper.ts';
import { listSiblings } from './message-tree.ts';
import { addDrawing, createMessage, reopen } from './new-message.ts';
import { createThrottle } from './throttle.ts';

/** Writes one answer at a time. */
export interface AnswerWriter {
  /**
   * Answers the branch that ends in a question, and resolves when the answer has ended, however it
   * did. While another answer is being written, nothing happens.
   */
  write(
    conversation: StoredConversation,
    branch: readonly StoredMessage[],
    how?: AnswerChoice,
  ): Promise<void>;
  /** Resolves when the answer has ended as far as the engine is concerned. */
  stop(): void;
}

interface AnswerChoice {
  /** An answer to continue. */
  begun?: StoredMessage;
  /** A model that is not the chosen one. */
  withModel?: string | undefined;
}

/** While an answer is written, it is stored this often: a crash loses no more. */
const SAVE_EVERY_MS = 500;
/**
 * Thirty times a second reads as a flow; time saved on drawing goes to the model, which may
 * compute on the same processor.
 */
const SHOW_EVERY_MS = 33;

interface WriterOptions extends StateAccess, Omit<ChatDependencies, 'conversations' | 'tabs'> {
  keeper: ConversationKeeper;
}

export function createAnswerWriter(options: WriterOptions): AnswerWriter {
  const { keeper, read, change } = options;
  let stopper: AbortController | undefined;

  /** The message as it grows; ends with the engine's events, or throws what the engine throws. */
  async function* grow(
    conversation: StoredConversation,
    branch: readonly StoredMessage[],
    first: StoredMessage,
    begun: StoredMessage | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<StoredMessage> {
    const { device } = options.chooseModel();
    const model = first.model ?? '';
    await Promise.race([options.ensureInstalled(model), whenAborted(signal)]);
    const variant = listSiblings(read().messages, first).length;
    const pictures = await openPictures(options, model, branch);
    const request = createRequest(
      { model, device },
      { branch, pictures },
      conversation.settings ?? {},
      begun?.content,
      variant,
    );
    let message = first;
    for await (const event of options.engine.generate(request, signal)) {
      const status = statusAfter(event);
      if (status) change({ run: { status, conversationId: conversation.id, messageId: first.id } });
      message =
        event.type === 'picture-request' ? draw(message, event.idea) : applyEvent(message, event);
      yield message;
    }
  }

  const draw = (message: StoredMessage, idea: PictureIdea) =>
    addDrawing(message, { ...idea, jobId: options.drawPicture(idea, message.conversationId) });

  /** Shows and stores what grows, now and then, until it has ended. */
  async function follow(
    conversationId: string,
    first: StoredMessage,
    growing: AsyncIterable<StoredMessage>,
  ): Promise<StoredMessage> {
    let message = first;
    const show = createThrottle(SHOW_EVERY_MS, () => keeper.show(conversationId, message));
    const save = createThrottle(SAVE_EVERY_MS, () => {
      const current = keeper.find(conversationId);
      if (current) void keeper.save(current, message);
    });
    try {
      for await (message of growing) {
        show();
        save();
      }
      return message;
    } catch (thrown) {
      return applyFailure(message, EngineError.from(thrown));
    } finally {
      show.cancel();
      save.cancel();
    }
  }

  return {
    async write(conversation, branch, { begun, withModel } = {}) {
      const question = branch.at(-1);
      if (!question || read().run.status !== 'idle') return;
      const { id: conversationId } = conversation;
      const model = withModel ?? options.chooseModel().model;
      // The continuation is written by the current model, and says so.
      const first = begun
        ? { ...reopen(begun), model }
        : createMessage(conversationId, question.id, 'assistant', '', { model, state: 'writing' });
      const { signal } = (stopper = new AbortController());
      change({ run: { status: 'fetching', conversationId, messageId: first.id } });
      await keeper.keep({ ...conversation, leafId: first.id, updatedAt: Date.now() }, first);
      const last = await follow(
        conversationId,
        first,
        grow(conversation, branch, first, begun, signal),
      );
      stopper = undefined;
      change({ run: { status: 'idle' } });
      // Deleted while it was being answered: there is nothing to keep.
      const current = keeper.find(conversationId);
      if (current) await keeper.keep({ ...current, updatedAt: Date.now() }, last);
    },
    stop: () => stopper?.abort(),
  };
}

/**
 * Pictures of the branch as pixels. A model that reads text alone gets none of earlier questions,
 * and refuses one of the last.
 */
async function openPictures(
  options: Pick<ChatDependencies, 'takesPictures' | 'openPicture'>,
  model: string,
  branch: readonly StoredMessage[],
): Promise<ReadonlyMap<ShownPicture, PixelImage>> {
  const seen = options.takesPictures(model) ? branch : branch.slice(-1);
  const shown = seen.flatMap((message) => message.pictures ?? []);
  const opened = shown.map(
    async (picture) => [picture, await options.openPicture(picture)] as const,
  );
  return new Map(await Promise.all(opened));
}
