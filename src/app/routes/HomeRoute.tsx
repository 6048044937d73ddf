import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { isElsewhere } from '../../engine-client/companion/companion-state.ts';
import { describePrivacy, type DeviceInfo } from '../../engine/device.ts';
import { BUILT_IN_IMAGE_MODEL, BUILT_IN_SPEECH_MODEL } from '../../engine/models/catalog.ts';
import type { GuideLink, StudioAction } from '../../engine/studio-actions.ts';
import type { AnswerLink } from '../../features/chat/answer-link.ts';
import { QuickChat } from '../../features/chat/QuickChat.tsx';
import { HomeScreen } from '../../features/home/HomeScreen.tsx';
import { describeRun } from '../../features/images/queue/describe-run.ts';
import { QuickPicture } from '../../features/images/QuickPicture.tsx';
import { QuickVoice } from '../../features/speech/QuickVoice.tsx';
import { collectPictureParts, createAnswerOutlets } from '../answer-outlets.tsx';
import type { Studio } from '../studio.ts';
import { useFirstFetch } from '../models/use-first-fetch.ts';
import { warmUp } from '../models/model-readiness.ts';
import { warmUpQuickVoice } from '../models/warm-up.ts';

interface HomeRouteProps {
  studio: Studio;
  onAction(action: StudioAction): void;
  resolveLink(link: GuideLink): AnswerLink;
  headerEnd: React.ReactNode;
}

const WORDS_EXAMPLE = "Hero image for a cosy bakery's autumn sale, warm light";
const COMPANION_VOICE_EXAMPLE =
  'Good evening. I am a voice on your companion. What you write here is sent there, and comes back as sound.';
const VOICE_EXAMPLE =
  'Good evening. I am a voice inside your browser. Every word you hear is made here, on your own machine, and goes nowhere else.';

/**
 * The first screen: each panel alive with the model that is chosen for it, which at first is a
 * built-in one.
 */
export default function HomeRoute({ studio, onAction, resolveLink, headerEnd }: HomeRouteProps) {
  const { chatModel, imageModel, speechModel } = useStore(studio.settings);
  const isVoiceElsewhere = isElsewhere(speechModel);
  const device = useStore(studio.device);
  const chat = useStore(studio.chatStore);
  const run = useStore(studio.imagesStore, (state) => state.run);
  const voice = useStore(studio.quickSpeaker, ({ status }) => status);
  const cost = {
    words: useFirstFetch(studio, 'chat', chatModel),
    pictures: useFirstFetch(studio, 'image', imageModel),
    voice: useFirstFetch(studio, 'speech', isVoiceElsewhere ? speechModel : BUILT_IN_SPEECH_MODEL),
  };
  const [voiceText, setVoiceText] = useState(
    isVoiceElsewhere ? COMPANION_VOICE_EXAMPLE : VOICE_EXAMPLE,
  );
  const outlets = useMemo(
    () => createAnswerOutlets(studio, { onAction, resolveLink }),
    [studio, onAction, resolveLink],
  );
  const parts = useMemo(() => collectPictureParts(studio), [studio]);
  const words = (
    <QuickChat
      store={studio.chatStore}
      models={studio.models}
      modelId={chatModel}
      example={WORDS_EXAMPLE}
      cost={cost.words}
      outlets={outlets}
      onWarmUp={() => void warmUp(studio, 'chat')}
    />
  );
  const pictures = (
    <QuickPicture
      {...parts}
      isBuiltIn={imageModel === BUILT_IN_IMAGE_MODEL}
      cost={cost.pictures}
      onWarmUp={() => void warmUp(studio, 'image')}
    />
  );
  return (
    <HomeScreen
      footer={describeHome(device, [chatModel, imageModel, speechModel].some(isElsewhere))}
      headerEnd={headerEnd}
      panels={[
        {
          id: 'words',
          title: 'Words',
          status:
            chat.run.status === 'idle'
              ? ''
              : chat.run.status === 'writing'
                ? 'Writing'
                : 'Getting ready',
          href: chat.openId && chat.conversations?.length ? `#/chat/${chat.openId}` : '#/chat',
          hrefLabel: 'Chat',
          content: words,
        },
        {
          id: 'pictures',
          title: 'Pictures',
          status: run.status === 'idle' ? '' : describeRun(run, undefined),
          href: '#/images',
          hrefLabel: 'Images',
          content: pictures,
        },
        {
          id: 'voice',
          title: 'Voice',
          status: voice === 'idle' ? '' : voice === 'speaking' ? 'Speaking' : 'Getting ready',
          href: '#/speech',
          hrefLabel: 'Speech',
          content: (
            <QuickVoice
              speaker={studio.quickSpeaker}
              text={voiceText}
              cost={cost.voice}
              onChange={setVoiceText}
              onWarmUp={() => void warmUpQuickVoice(studio)}
            />
          ),
        },
      ]}
    />
  );
}

/** What runs where. */
function describeHome(device: DeviceInfo | null, usesCompanion: boolean): string {
  return usesCompanion
    ? 'Models on your companion get what you type for them. All else stays on this page.'
    : describePrivacy(device);
}
