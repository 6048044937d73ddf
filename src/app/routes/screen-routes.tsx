import { lazy, type ReactNode } from 'react';
import { isScreenId, type ScreenId } from '../../engine/screens.ts';
import type { GuideLink, StudioAction } from '../../engine/studio-actions.ts';
import type { AnswerLink } from '../../features/chat/answer-link.ts';
import type { Studio } from '../studio.ts';
import type { OpenedPicture } from './use-opened-picture.ts';

const BulkRoute = lazy(() => import('./BulkRoute.tsx'));
const ChatRoute = lazy(() => import('./ChatRoute.tsx'));
const CompanionRoute = lazy(() => import('./CompanionRoute.tsx'));
const DevelopersRoute = lazy(() => import('./DevelopersRoute.tsx'));
const ImagesRoute = lazy(() => import('./ImagesRoute.tsx'));
const ModelsRoute = lazy(() => import('./ModelsRoute.tsx'));
const SettingsRoute = lazy(() => import('./SettingsRoute.tsx'));
const SpeechRoute = lazy(() => import('./SpeechRoute.tsx'));
const StudioRoute = lazy(() => import('./StudioRoute.tsx'));

/** What the app gives its screens; each takes what it needs. */
export interface ScreenProps {
  studio: Studio;
  opened: OpenedPicture;
  onAction(action: StudioAction): void;
  resolveLink(link: GuideLink): AnswerLink;
  /** At the end of a screen's header. */
  headerEnd: ReactNode;
}

type RenderScreen = (app: ScreenProps, id: string | null) => ReactNode;

/** Every screen at `/screen`, some also at `/screen/id`. */
export const SCREEN_ROUTES: Readonly<Record<ScreenId, RenderScreen>> = {
  chat: (app, id) => <ChatRoute {...app} conversationId={id} />,
  images: (app) => renderPictures(app, 'images', null),
  gallery: (app, id) => renderPictures(app, 'gallery', id),
  studio: (app, id) => <StudioRoute {...app} projectId={id} />,
  bulk: (app) => <BulkRoute {...app} />,
  speech: (app) => <SpeechRoute {...app} />,
  models: (app) => <ModelsRoute {...app} />,
  developers: (app) => <DevelopersRoute {...app} />,
  companion: (app) => <CompanionRoute {...app} />,
  settings: (app) => <SettingsRoute {...app} />,
};

function renderPictures(app: ScreenProps, place: 'images' | 'gallery', id: string | null) {
  const { opened } = app;
  return (
    <ImagesRoute
      key={`${place} ${opened.times} ${id}`}
      {...app}
      place={place}
      pictureId={opened.id ?? id}
      onPictureOpen={opened.forget}
    />
  );
}

/** Conversations, pictures and projects have addresses below their screens. */
const HAS_PLACES = /^(?:chat|gallery|studio)$/;

export function hasPlace(screen: string | undefined, id: string | undefined): screen is ScreenId {
  return isScreenId(screen) && (id === undefined || HAS_PLACES.test(screen));
}
