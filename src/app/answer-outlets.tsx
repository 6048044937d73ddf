import { lazy, Suspense } from 'react';
import type { AnswerOutlets } from '../features/chat/store/message-actions.ts';
import type { PictureParts } from '../features/images/picture-parts.ts';
import { navigate } from './address.ts';
import { openInChat } from './open-in-chat.ts';
import type { Studio } from './studio.ts';

const AboutPicture = lazy(() => import('./gallery/AboutPicture.tsx'));
const DrawnPictures = lazy(() => import('../features/images/DrawnPictures.tsx'));

/** What a picture needs outside the image screens. */
export function collectPictureParts(studio: Studio): PictureParts {
  return {
    store: studio.imagesStore,
    library: studio.library,
    codec: studio.pictures,
    credentials: studio.pictureCredentials,
    models: studio.models,
    onChooseModel: (imageModel) => studio.settings.getState().change({ imageModel }),
    onTakeToChat: ({ parameters }) => openInChat(studio, parameters.prompt),
    onOpenImages: () => navigate('/images'),
    renderAbout: (picture, onOpen) => (
      <Suspense fallback={null}>
        <AboutPicture studio={studio} picture={picture} onOpen={onOpen} />
      </Suspense>
    ),
  };
}

/** Where answers of the chat lead: to the voice, the speech screen, the pictures. */
export function createAnswerOutlets(
  studio: Studio,
  { onAction, resolveLink }: Pick<AnswerOutlets, 'onAction' | 'resolveLink'>,
): AnswerOutlets {
  const parts = collectPictureParts(studio);
  return {
    onAction,
    resolveLink,
    readAloud: studio.readAloud,
    openInSpeech: (text) =>
      void import('./sound/open-in-speech.ts').then(({ openInSpeech }) =>
        openInSpeech(studio, text),
      ),
    saveAsSound: (text) => void studio.soundSaver.save(text, 'Answer'),
    renderDrawings: (drawings, onDrawAgain) => (
      <Suspense fallback={null}>
        <DrawnPictures
          {...parts}
          jobIds={drawings.map(({ jobId }) => jobId)}
          onDrawAgain={onDrawAgain}
        />
      </Suspense>
    ),
  };
}
