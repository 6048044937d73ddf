import { lazy, Suspense } from 'react';
import type { Origin } from '../engine/origin.ts';
import type { AnswerOutlets } from '../features/chat/store/message-actions.ts';
import type { PictureParts } from '../features/images/picture-parts.ts';
import { navigate } from './address.ts';
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
    destinations: {
      takeToChat: async (picture) => {
        const { openInChat } = await import('./open-in-chat.ts');
        await openInChat(studio, picture);
      },
      takeToBulk: async (pictures) => {
        const { openPicturesInBulk } = await import('./bulk/open-in-bulk.ts');
        await openPicturesInBulk(studio, pictures);
      },
      takeToStudio: async (picture) => {
        const { openPictureInStudio } = await import('./links/open-in-studio.ts');
        await openPictureInStudio(studio, picture);
      },
    },
    onOpenImages: () => navigate('/images'),
    renderAbout: (picture, onOpen) => (
      <Suspense fallback={null}>
        <AboutPicture studio={studio} picture={picture} onOpen={onOpen} />
      </Suspense>
    ),
  };
}

/** That of which an answer is on the screen. */
function openConversation({ chatStore }: Studio): Origin | undefined {
  const { openId } = chatStore.getState();
  return openId === null ? undefined : { kind: 'conversation', id: openId };
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
        openInSpeech(studio, text, { origin: openConversation(studio) }),
      ),
    openInStudio: (words) =>
      void import('./links/open-in-studio.ts').then(({ openWordsInStudio }) =>
        openWordsInStudio(studio, words, openConversation(studio)),
      ),
    openInImages(idea) {
      studio.imagesStore.getState().takeWords(idea, openConversation(studio));
      navigate('/images');
    },
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
