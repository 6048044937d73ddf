import { EditIcon, ForkIcon } from '../../ui/action-icons.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import type { MessageViewProps } from './MessageView.tsx';
import { QuestionEditor } from './QuestionEditor.tsx';
import { Siblings } from './answer/Siblings.tsx';

/**
 * Its buttons appear beside it, where they take no room: under the pointer, with the focus, or, for
 * fingers, below it at all times.
 */
export function Question(props: MessageViewProps) {
  const { message, isBusy, isEditing, onStartEdit, actions } = props;
  if (isEditing)
    return (
      <QuestionEditor
        text={message.content}
        onCancel={() => onStartEdit(null)}
        onSend={(text) => {
          onStartEdit(null);
          actions.onEdit(message.id, text);
        }}
      />
    );
  return (
    <div className="group relative ml-auto flex max-w-[85%] flex-col items-end">
      <article
        aria-label="You"
        className="max-h-[60vh] max-w-full overflow-y-auto rounded-2xl rounded-br-md bg-bubble px-4 py-2.5 break-words whitespace-pre-wrap"
      >
        {message.pictures && message.pictures.length > 0 && (
          <span className="mb-2 flex flex-wrap gap-2">
            {message.pictures.map(({ name, url }) => (
              <img key={url} src={url} alt={name} className="max-h-64 max-w-full rounded-xl" />
            ))}
          </span>
        )}
        {message.content}
      </article>
      <footer className="flex items-center text-xs text-faint">
        <Siblings {...props} what="question" />
        <span className="flex opacity-0 transition-opacity duration-150 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 pointer-fine:absolute pointer-fine:top-1 pointer-fine:right-full pointer-fine:pr-1">
          <CopyButton text={message.content} label="Copy the question" />
          <IconButton label="Edit" disabled={isBusy} onClick={() => onStartEdit(message.id)}>
            <EditIcon />
          </IconButton>
          <IconButton label="Fork from here" onClick={() => actions.onFork(message.id)}>
            <ForkIcon />
          </IconButton>
        </span>
      </footer>
    </div>
  );
}
