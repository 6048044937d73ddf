import type { ReactNode } from 'react';
import type { PictureIdea } from '../../../engine/chat/pictures/picture-idea.ts';
import type { GuideLink, StudioAction } from '../../../engine/studio-actions.ts';
import type { ShownPicture, StoredDrawing } from '../../../storage/conversations.ts';
import type { AnswerLink } from '../answer-link.ts';
import type { ChatStore } from './chat-state.ts';
import type { ReadAloud } from '../answer-voice.ts';

/** What can be done with a message in its conversation. */
export interface MessageActions {
  /** With another model than the chosen one, if one is given. */
  onRegenerate(answerId: string, withModel?: string): void;
  onContinue(answerId: string): void;
  onEdit(questionId: string, text: string): void;
  onShowBranch(messageId: string): void;
  /** Continues from here in a separate conversation. */
  onFork(messageId: string): void;
  onAsk(question: string, pictures?: readonly ShownPicture[]): void;
  onDraw(answerId: string, idea: PictureIdea): void;
}

/** Where answers lead, beyond their conversation. */
export interface AnswerOutlets {
  /** A link of the guide, or a remedy of an error. */
  onAction(action: StudioAction): void;
  resolveLink(link: GuideLink): AnswerLink;
  /** Speaks answers. */
  readAloud: ReadAloud;
  openInSpeech(text: string): void;
  /** Makes the text, or an idea in it, the beginning of a set of pictures. */
  openInStudio(text: string | PictureIdea): void;
  /** Puts an idea into the form of the image screen. */
  openInImages(idea: PictureIdea): void;
  /** Writes the answer, spoken, as a file. */
  saveAsSound(text: string): void;
  /** Pictures that were asked for with one idea, as far as they are. */
  renderDrawings(drawings: readonly StoredDrawing[], onDrawAgain: () => void): ReactNode;
}

/** A chat model that can answer at once. */
export interface ModelName {
  id: string;
  title: string;
  parameters?: number | undefined;
  /** It is on the companion. */
  isRemote?: boolean;
}

export function createMessageActions(store: ChatStore): MessageActions {
  const state = store.getState;
  return {
    onRegenerate: (id, withModel) => void state().regenerate(id, withModel),
    onContinue: (id) => void state().continue(id),
    onEdit: (id, text) => void state().edit(id, text),
    onShowBranch: (id) => void state().showBranch(id),
    onFork: (id) => void state().fork(id),
    onAsk: (question, pictures) => void state().send(question, pictures),
    onDraw: (id, idea) => void state().draw(id, idea),
  };
}
