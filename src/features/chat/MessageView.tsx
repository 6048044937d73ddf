import { memo } from 'react';
import Answer, { type AnswerProps } from './answer/Answer.tsx';
import { MessageBoundary } from './MessageBoundary.tsx';
import { Question } from './Question.tsx';

export interface MessageViewProps extends AnswerProps {
  isEditing: boolean;
  /** Opens the editor of a question, or closes it. */
  onStartEdit(questionId: string | null): void;
}

export const MessageView = memo(function MessageView(props: MessageViewProps) {
  return (
    <MessageBoundary text={props.message.content}>
      {props.message.role === 'user' ? <Question {...props} /> : <Answer {...props} />}
    </MessageBoundary>
  );
});
