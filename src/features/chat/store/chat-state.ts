import type { StoreApi } from 'zustand/vanilla';
import type { Tabs } from '../../../engine/tabs.ts';
import type { ChatEngine } from '../../../engine/chat/chat-engine.ts';
import type { PictureIdea } from '../../../engine/chat/pictures/picture-idea.ts';
import type { DevicePreference } from '../../../engine/device.ts';
import type { PixelImage } from '../../../engine/images/pixel-image.ts';
import type { EngineError } from '../../../engine/errors.ts';
import type {
  ChatSettings,
  ConversationStore,
  ShownPicture,
  StoredConversation,
  StoredMessage,
  WholeConversation,
} from '../../../storage/conversations.ts';
import type { Messages } from './message-tree.ts';
import type { ReadConversations } from './read-conversations.ts';

/** What the running answer is doing. */
export type Run =
  | { status: 'idle' }
  /**
   * `fetching`: the built-in model's files are on their way; `loading`: the model is read into
   * memory; `reading`: it reads the prompt; `asking`: another machine does both.
   */
  | {
      status: 'fetching' | 'loading' | 'asking' | 'reading' | 'writing';
      conversationId: string;
      messageId: string;
    };

/** Of conversations: read from the file, and then kept. */
export interface ImportProgress {
  stage: 'reading' | 'adding';
  done: number;
  total: number;
}

export interface ChatState {
  /** Newest first; `null` until read, and at first those that fill a screen. */
  conversations: readonly StoredConversation[] | null;
  openId: string | null;
  /** All branches of the open conversation. */
  messages: Messages;
  /** Of a chat that has no message yet. */
  newSettings: ChatSettings;
  run: Run;
  /** Deleted a moment ago and can still be restored. */
  removed: WholeConversation | null;
  /**
   * Ids of conversations that the store has refused: on the screen, and gone with it unless they are
   * saved as files.
   */
  unsaved: readonly string[];
  /** Conversations of a file, as far as they are kept. */
  importing: ImportProgress | null;
  /** Something that went wrong outside an answer, such as a failed write. */
  problem: EngineError | null;
}

/** Actions on the open conversation. */
export interface ConversationActions {
  newChat(): void;
  open(conversationId: string): Promise<void>;
  /** Sends a message in the open conversation, or in a new one. */
  send(text: string, pictures?: readonly ShownPicture[]): Promise<void>;
  /** Asks something else instead of an earlier question: a branch beside it. */
  edit(questionId: string, text: string): Promise<void>;
  /**
   * Writes another answer to the same question, as a sibling; with this model, if one is given,
   * which changes nothing for later questions.
   */
  regenerate(answerId: string, withModel?: string): Promise<void>;
  /** Continues an answer that was stopped or cut. */
  continue(answerId: string): Promise<void>;
  stop(): void;
  /** Has a picture drawn, which is shown with this answer from then on. */
  draw(answerId: string, idea: PictureIdea): Promise<void>;
  /** Shows the branch of this message. */
  showBranch(messageId: string): Promise<void>;
  /** Of the open conversation, or of the next new one. */
  changeSettings(settings: ChatSettings): Promise<void>;
}

/** Actions on stored conversations. */
export interface ShelfActions {
  /** Reads what is stored; call once. */
  restore(): Promise<void>;
  rename(conversationId: string, title: string): Promise<void>;
  /** Keeps a conversation above the others, or no longer. */
  togglePin(conversationId: string): Promise<void>;
  /** Opens a new conversation that holds all from the beginning of the open one to this message. */
  fork(messageId: string): Promise<void>;
  remove(conversationId: string): Promise<void>;
  undoRemove(): Promise<void>;
  /** A conversation with all its branches, or all of them. */
  readWhole(conversationId?: string): Promise<WholeConversation[]>;
  /** Ids of the conversations in which a message has the words. */
  search(words: string): Promise<string[]>;
  /** Reads what search needs, so that the first one need not wait for it. */
  prepareSearch(): void;
  /** Adds the conversations of an exported file and opens the newest. */
  importFile(file: Blob): Promise<void>;
  /** Adds no more of them; those that are kept stay. */
  cancelImport(): void;
  dismissProblem(): void;
  /** Tries once more to keep what the store has refused. */
  keepUnsaved(): Promise<void>;
}

export type ChatStore = StoreApi<ChatState & ConversationActions & ShelfActions>;

/** What tabs tell each other about shared conversations. */
export type ConversationNews =
  | {
      type: 'conversation-save';
      conversation: StoredConversation;
      messages: readonly StoredMessage[];
    }
  /** Many new ones, which no tab can have open. */
  | { type: 'conversations-add'; conversations: readonly StoredConversation[] }
  | { type: 'conversation-remove'; conversationId: string };

/** How the parts of the store see its state. */
export interface StateAccess {
  read(): ChatState;
  change(part: Partial<ChatState>): void;
}

export interface ChatDependencies {
  engine: ChatEngine;
  conversations: ConversationStore;
  tabs: Pick<Tabs<ConversationNews>, 'tell' | 'listen'>;
  /** Off the page's thread, unless a test reads them itself. */
  readConversations?: ReadConversations;
  /** The model to use and where to run it, at the time of asking. */
  chooseModel(): { model: string; device: DevicePreference };
  /**
   * Resolves when the model's files are here; resolves at once for one that is. Throws for one that
   * the user must download first.
   */
  ensureInstalled(model: string): Promise<void>;
  /** Whether a model looks at pictures. */
  takesPictures(model: string): boolean;
  /** The pixels of a picture that a question shows. Throws `invalid_request`. */
  openPicture(picture: ShownPicture): Promise<PixelImage>;
  /**
   * Has a picture drawn when its turn comes, and returns the id of the request, by which the
   * picture is found.
   */
  drawPicture(idea: PictureIdea, conversationId: string): string;
}
