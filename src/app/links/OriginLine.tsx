import { Link } from 'wouter';
import { useStore } from 'zustand';
import { titlePicture } from '../../features/images/gallery/picture-titles.ts';
import { titleOf } from '../../features/studio/draft/new-project.ts';
import type { Origin } from '../../engine/origin.ts';
import { briefStudioOf } from '../briefs/brief-studio.ts';
import type { Studio } from '../studio.ts';

interface OriginLineProps {
  studio: Studio;
  origin: Origin;
}

/** What something was made from, with the way back there; or that it has been deleted. */
export function OriginLine({ studio, origin: { kind, id } }: OriginLineProps) {
  if (kind === 'conversation') return <FromConversation studio={studio} id={id} />;
  if (kind === 'picture') return <FromPicture studio={studio} id={id} />;
  return <FromProject studio={studio} id={id} />;
}

interface SourceProps {
  studio: Studio;
  id: string;
}

function FromConversation({ studio, id }: SourceProps) {
  const found = useStore(studio.chatStore, ({ conversations }) =>
    conversations?.find((one) => one.id === id),
  );
  const isRead = useStore(studio.chatStore, ({ conversations }) => conversations !== null);
  return <Line what="conversation" href={`/chat/${id}`} title={found?.title} isRead={isRead} />;
}

function FromPicture({ studio, id }: SourceProps) {
  const { pictures } = useStore(studio.library.state);
  const found = pictures?.find((one) => one.id === id);
  return (
    <Line
      what="picture"
      href={`/gallery/${id}`}
      title={found && titlePicture(found)}
      isRead={pictures !== null}
    />
  );
}

function FromProject({ studio, id }: SourceProps) {
  const projects = useStore(briefStudioOf(studio), (state) => state.projects);
  const found = projects?.find((one) => one.id === id);
  return (
    <Line
      what="set"
      href={`/studio/${id}`}
      title={found && titleOf(found)}
      isRead={projects !== null}
    />
  );
}

interface LineProps {
  what: 'conversation' | 'picture' | 'set';
  href: string;
  /** `undefined`: it is not there any more. */
  title: string | undefined;
  /** Whether it is known what there is. */
  isRead: boolean;
}

function Line({ what, href, title, isRead }: LineProps) {
  if (!isRead) return null;
  if (title === undefined)
    return <p className="text-sm text-faint">The {what} this came from has been deleted.</p>;
  return (
    <p className="flex min-w-0 gap-1 text-sm text-soft">
      <span className="shrink-0">From the {what}</span>
      <Link
        href={href}
        title={title}
        className="min-w-0 truncate text-accent underline underline-offset-2"
      >
        {title}
      </Link>
    </p>
  );
}
