import { ImageIcon } from 'lucide-react';
import { useMemo } from 'react';
import {
  findPictureIdeas,
  type FoundIdea,
} from '../../../engine/chat/pictures/find-picture-ideas.ts';
import type { StoredDrawing } from '../../../storage/conversations.ts';
import { DrawIcon, StudioIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { AnswerProps } from './Answer.tsx';
import Markdown from './Markdown.tsx';

/** The text of an answer; after each picture idea a button that draws it, or the drawing. */
export default function AnswerBody(props: AnswerProps) {
  const { message, question, isWriting } = props;
  const { content, drawings = [] } = message;
  const ideas = useMemo(
    () => (isWriting ? [] : findPictureIdeas(question, content)),
    [isWriting, question, content],
  );
  const pieces = splitAtIdeas(content, ideas);
  const others = groupByPrompt(
    drawings.filter(({ prompt }) => !ideas.some((idea) => idea.prompt === prompt)),
  );
  return (
    <>
      {pieces.map(({ text, idea }, place) => (
        <div key={place} className="mt-3 first:mt-0">
          {text.trim() !== '' && <Markdown text={text} isWriting={isWriting} />}
          {idea && (
            <Idea
              {...props}
              idea={idea}
              drawings={drawings.filter(({ prompt }) => prompt === idea.prompt)}
            />
          )}
        </div>
      ))}
      {others.map((group) => (
        <Drawings key={group[0].jobId} {...props} drawings={group} idea={group[0]} />
      ))}
    </>
  );
}

interface IdeaProps extends AnswerProps {
  idea: Pick<FoundIdea, 'prompt' | 'negativePrompt'>;
  drawings: readonly StoredDrawing[];
}

function Idea(props: IdeaProps) {
  const { message, drawings, actions, outlets } = props;
  const { prompt, negativePrompt } = props.idea;
  const idea = { prompt, negativePrompt };
  return (
    <>
      {drawings.length > 0 && <Drawings {...props} />}
      <div className="mt-2 flex flex-wrap items-center gap-1">
        {drawings.length === 0 && (
          <Button size="small" title={prompt} onClick={() => actions.onDraw(message.id, idea)}>
            <DrawIcon /> Draw this
          </Button>
        )}
        <IconButton
          label="Open in Images"
          title={`Open in Images: ${prompt}`}
          onClick={() => outlets.openInImages(idea)}
        >
          <ImageIcon />
        </IconButton>
        <IconButton
          label="Open in Studio"
          title={`Open in Studio: ${prompt}`}
          onClick={() => outlets.openInStudio(idea)}
        >
          <StudioIcon />
        </IconButton>
      </div>
    </>
  );
}

function Drawings({
  message,
  idea: { prompt, negativePrompt },
  drawings,
  actions,
  outlets,
}: IdeaProps) {
  return (
    <div className="mt-3">
      {outlets.renderDrawings(drawings, () =>
        actions.onDraw(message.id, { prompt, negativePrompt }),
      )}
    </div>
  );
}

interface Piece {
  text: string;
  idea?: FoundIdea;
}

/** The text up to each idea's end, and what follows the last. */
function splitAtIdeas(text: string, ideas: readonly FoundIdea[]): Piece[] {
  let start = 0;
  const pieces: Piece[] = ideas.map((idea) => {
    const piece = { text: text.slice(start, idea.end), idea };
    start = idea.end;
    return piece;
  });
  const rest = text.slice(start);
  return rest.trim() === '' && pieces.length > 0 ? pieces : [...pieces, { text: rest }];
}

type Group = [StoredDrawing, ...StoredDrawing[]];

function groupByPrompt(drawings: readonly StoredDrawing[]): Group[] {
  const groups = new Map<string, Group>();
  for (const drawing of drawings) {
    const group = groups.get(drawing.prompt);
    if (group) group.push(drawing);
    else groups.set(drawing.prompt, [drawing]);
  }
  return [...groups.values()];
}
