import { lazy, Suspense, useCallback, useEffect, useState, type ReactNode } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { useStore } from 'zustand';
import { BUILT_IN_SPEECH_MODEL } from '../engine/models/catalog.ts';
import type { ModelManifest } from '../engine/models/manifest.ts';
import type { GuideLink, StudioAction } from '../engine/studio-actions.ts';
import type { AnswerLink } from '../features/chat/answer-link.ts';
import { useClosedStepsLeft } from '../ui/history-step.ts';
import { isScreenId, type ScreenId } from '../engine/screens.ts';
import { navigate, useAddress, useDocumentTitle } from './address.ts';
import { useCompanionFollowed } from './companion/use-companion.ts';
import { chooseModel, downloadModel, findRecommended, resolveLink } from './models/choose-model.ts';
import { DeviceChip } from './shell/DeviceChip.tsx';
import { Shell } from './shell/Shell.tsx';
import type { Studio } from './studio.ts';
import { useShortcuts } from './palette/use-shortcuts.ts';
import { warmUpEarly } from './models/warm-up.ts';

const HomeRoute = lazy(() => import('./routes/HomeRoute.tsx'));
const ChatRoute = lazy(() => import('./routes/ChatRoute.tsx'));
const ModelsScreen = lazy(() =>
  import('../features/models/ModelsScreen.tsx').then((module) => ({
    default: module.ModelsScreen,
  })),
);
const ImagesRoute = lazy(() => import('./routes/ImagesRoute.tsx'));
const BulkRoute = lazy(() => import('./routes/BulkRoute.tsx'));
const DropAnywhere = lazy(() => import('./bulk/DropAnywhere.tsx'));
const StudioRoute = lazy(() => import('./routes/StudioRoute.tsx'));
const SpeechRoute = lazy(() => import('./routes/SpeechRoute.tsx'));
const DevelopersRoute = lazy(() => import('./routes/DevelopersRoute.tsx'));
const CompanionRoute = lazy(() => import('./routes/CompanionRoute.tsx'));
const SettingsRoute = lazy(() => import('./routes/SettingsRoute.tsx'));
const CommandPalette = lazy(() => import('./palette/CommandPalette.tsx'));
const ShortcutSheet = lazy(() => import('./palette/ShortcutSheet.tsx'));

/** What overlays the screens. */
export type Overlay = 'palette' | 'shortcuts' | 'device' | null;

export function App({ studio }: { studio: Studio }) {
  return (
    <Router hook={useAddress}>
      <Screens studio={studio} />
    </Router>
  );
}

function Screens({ studio }: { studio: Studio }) {
  const [path] = useAddress();
  const [overlay, setOverlay] = useState<Overlay>(null);
  // Each picture opened from elsewhere restarts the gallery; once open, the gallery carries on
  // alone.
  const [shown, setShown] = useState<{ id: string | null; times: number }>({ id: null, times: 0 });
  const settings = useStore(studio.settings);
  const openPicture = useCallback((id: string) => {
    setShown(({ times }) => ({ id, times: times + 1 }));
    navigate('/gallery');
  }, []);
  const pictureOpened = useCallback(() => setShown(({ times }) => ({ id: null, times })), []);
  const perform = usePerform(studio, setOverlay);
  useTheme(settings.theme);
  useClosedStepsLeft();
  useDocumentTitle(studio, path);
  useShortcuts(studio, perform, setOverlay);
  useReadiness(studio);

  const chip = (
    <DeviceChip
      studio={studio}
      isOpen={overlay === 'device'}
      onOpenChange={(isOpen) => setOverlay(isOpen ? 'device' : null)}
    />
  );
  const resolve = useLinkResolver(studio);
  const images = (place: 'images' | 'gallery', pictureId: string | null = null) => (
    <ImagesRoute
      key={`${place} ${shown.times} ${pictureId}`}
      place={place}
      studio={studio}
      pictureId={shown.id ?? pictureId}
      onPictureOpen={pictureOpened}
      onAction={perform}
      headerEnd={chip}
    />
  );
  const screens: Readonly<Record<ScreenId, (id: string | null) => ReactNode>> = {
    chat: (conversationId) => (
      <ChatRoute
        studio={studio}
        conversationId={conversationId}
        onAction={perform}
        resolveLink={resolve}
        headerEnd={chip}
      />
    ),
    images: () => images('images'),
    gallery: (pictureId) => images('gallery', pictureId),
    studio: (projectId) => (
      <StudioRoute studio={studio} projectId={projectId} onAction={perform} headerEnd={chip} />
    ),
    bulk: () => <BulkRoute studio={studio} headerEnd={chip} />,
    speech: () => <SpeechRoute studio={studio} onAction={perform} headerEnd={chip} />,
    models: () => (
      <ModelsScreen
        models={studio.models}
        store={studio.modelsStore}
        device={studio.device}
        storage={studio.storage}
        preference={settings.device}
        marks={studio.modelMarks}
        companion={studio.companion.state}
        onUseCompanion={(model) => {
          chooseModel(studio, model);
          perform(PLACE_OF_TASK[model.task] ?? 'new-chat');
        }}
        onUse={(manifest) => {
          chooseModel(studio, manifest);
          perform(PLACE_OF_TASK[manifest.task] ?? 'new-chat');
        }}
        headerEnd={chip}
      />
    ),
    developers: () => <DevelopersRoute studio={studio} headerEnd={chip} />,
    companion: () => <CompanionRoute studio={studio} onAction={perform} headerEnd={chip} />,
    settings: () => <SettingsRoute studio={studio} onAction={perform} headerEnd={chip} />,
  };
  return (
    <Shell studio={studio} onOpenPalette={() => setOverlay('palette')}>
      <Suspense fallback={null}>
        <Switch>
          <Route path="/">
            <HomeRoute studio={studio} onAction={perform} resolveLink={resolve} headerEnd={chip} />
          </Route>
          <Route path="/:screen/:id?">
            {({ screen, id }) =>
              hasPlace(screen, id) ? screens[screen](id ?? null) : <Redirect to="/" replace />
            }
          </Route>
          <Route>
            <Redirect to="/" replace />
          </Route>
        </Switch>
      </Suspense>
      {!TAKES_PICTURES.test(path) && (
        <Suspense fallback={null}>
          <DropAnywhere studio={studio} />
        </Suspense>
      )}
      <Overlays
        studio={studio}
        overlay={overlay}
        onClose={() => setOverlay(null)}
        perform={perform}
        openPicture={openPicture}
      />
    </Shell>
  );
}

interface OverlaysProps {
  studio: Studio;
  overlay: Overlay;
  onClose(): void;
  perform(action: StudioAction): void;
  openPicture(id: string): void;
}

function Overlays({ studio, overlay, onClose, perform, openPicture }: OverlaysProps) {
  return (
    <Suspense fallback={null}>
      {overlay === 'palette' && (
        <CommandPalette
          studio={studio}
          onClose={onClose}
          perform={perform}
          openPicture={openPicture}
        />
      )}
      {overlay === 'shortcuts' && <ShortcutSheet onClose={onClose} />}
    </Suspense>
  );
}

/**
 * What a link under an answer is for changes with what is installed and what is coming: then it is
 * another function.
 */
function useLinkResolver(studio: Studio): (link: GuideLink) => AnswerLink {
  const installed = useStore(studio.models.state, (state) => state.installed);
  const coming = useStore(studio.models.state, ({ downloads }) => Object.keys(downloads).join(' '));
  return useCallback(
    (link: GuideLink) => resolveLink(studio, link),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- another function wherever a link may have become another one
    [studio, installed, coming],
  );
}

/** What is got ready, checked and kept while nobody waits for it. */
function useReadiness(studio: Studio): void {
  useRuntimesKept(studio);
  useEarlyWarmUp(studio);
  useGpuChecked(studio);
  useCompanionFollowed(studio);
}

/** Does what a link of the guide, a remedy of an error or an entry of the palette says. */
function usePerform(
  studio: Studio,
  setOverlay: (overlay: Overlay) => void,
): (action: StudioAction) => void {
  return useCallback(
    (action: StudioAction) => {
      const [verb, target] = action.split(':');
      setOverlay(target === 'shortcuts' || target === 'device' ? target : null);
      if (action === 'reload') location.reload();
      if (action === 'new-chat') navigate('/chat');
      if (verb === 'open' && isScreenId(target)) navigate(`/${target}`);
      if (verb === 'use' && target)
        chooseModel(studio, { id: action.slice('use:'.length), task: 'chat' });
      if (action === 'download:recommended') {
        const recommended = findRecommended(studio);
        if (recommended) void downloadModel(studio, recommended);
        else navigate('/models');
      }
    },
    [studio, setOverlay],
  );
}

/** Conversations, pictures and projects have addresses below their screens. */
const HAS_PLACES = /^(?:chat|gallery|studio)$/;

function hasPlace(screen: string | undefined, id: string | undefined): screen is ScreenId {
  return isScreenId(screen) && (id === undefined || HAS_PLACES.test(screen));
}

/** Screens that take dropped pictures themselves. */
const TAKES_PICTURES = /^\/(?:images|gallery|bulk)\b/;

/** Where a model of a kind is used, where that is not the chat. */
const PLACE_OF_TASK: Readonly<Partial<Record<ModelManifest['task'], StudioAction>>> = {
  image: 'open:images',
  speech: 'open:speech',
};

function useTheme(theme: string): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
  }, [theme]);
}

const AFTER_THE_FIRST_WORDS_MS = 3000;

/** Once an engine has loaded its runtime, offline use is only a matter of keeping it. */
function useRuntimesKept({ chat, diffusion, speech, serviceWorker, isSavingData }: Studio): void {
  const chatDevice = useStore(chat.resident)?.device;
  const imageDevice = useStore(diffusion.resident)?.device;
  const voice = useStore(speech.resident);
  // The built-in voice is a program of its own and runs on none.
  const speechDevice = voice?.model === BUILT_IN_SPEECH_MODEL ? undefined : voice?.device;
  const isUsed = chatDevice !== undefined || imageDevice !== undefined || voice !== null;
  useEffect(() => {
    if (!isUsed) return;
    const devices = [...new Set([chatDevice, imageDevice, speechDevice])].filter(
      (device) => device !== undefined,
    );
    const timer = setTimeout(() => {
      const savesData = isSavingData.getState();
      if (savesData) serviceWorker.start();
      devices.forEach((device) => serviceWorker.keepRuntime(device, savesData));
    }, AFTER_THE_FIRST_WORDS_MS);
    return () => clearTimeout(timer);
  }, [isUsed, chatDevice, imageDevice, speechDevice, serviceWorker, isSavingData]);
}

/**
 * The built-in models are small: they are fetched while the visitor looks around, unless data
 * is to be saved; then all else is kept.
 */
function useEarlyWarmUp(studio: Studio): void {
  const isSavingData = useStore(studio.isSavingData);
  useEffect(() => {
    if (isSavingData) return;
    const stop = new AbortController();
    void warmUpEarly(studio, stop.signal).then(
      () => stop.signal.aborted || studio.serviceWorker.start(),
    );
    return () => stop.abort();
  }, [studio, isSavingData]);
}

const AFTER_THE_START_MS = 20_000;

/**
 * A GPU that nobody has used yet is checked once the start is over, so that the first large model
 * does not wait for it.
 */
function useGpuChecked({ device, isSavingData }: Studio): void {
  const savesData = useStore(isSavingData);
  const adapter = useStore(device)?.adapter;
  const isOpen =
    adapter !== null &&
    adapter !== undefined &&
    !adapter.isSoftware &&
    adapter.verdict === undefined;
  useEffect(() => {
    if (!isOpen || savesData) return;
    const timer = setTimeout(() => void device.checkIfUnknown(), AFTER_THE_START_MS);
    return () => clearTimeout(timer);
  }, [device, isOpen, savesData]);
}
