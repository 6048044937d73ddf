import {
  BUILT_IN_CHAT_MODEL,
  BUILT_IN_IMAGE_MODEL,
  BUILT_IN_SPEECH_MODEL,
} from '../../engine/models/catalog.ts';
import { warmUpSpeech } from '../sound/create-speech-studio.ts';
import { ensureInstalled, type Studio } from '../studio.ts';

/**
 * Gets the chosen model ready, so that the first answer does not wait for it. Failures wait for the
 * first question.
 */
export async function warmUpChat(studio: Studio): Promise<void> {
  const { chatModel: model, device } = studio.settings.getState();
  if (
    studio.chat.resident.getState()?.model === model ||
    !mayWarmUp(studio, model, BUILT_IN_CHAT_MODEL)
  )
    return;
  studio.chat.prepare(model, device);
  await ensureInstalled(studio, model)
    .then(() => studio.chat.load({ model, device }, new AbortController().signal))
    .catch(() => undefined);
}

/** The same for pictures, once someone is about to draw. */
export async function warmUpImages(studio: Studio): Promise<void> {
  const { imageModel: model, device } = studio.settings.getState();
  if (
    studio.diffusion.resident.getState()?.model === model ||
    !mayWarmUp(studio, model, BUILT_IN_IMAGE_MODEL)
  )
    return;
  await ensureInstalled(studio, model)
    .then(() => studio.diffusion.load({ model, device }, new AbortController().signal))
    .catch(() => undefined);
}

/** The same for the chosen voice. */
export async function warmUpVoice(studio: Studio): Promise<void> {
  if (!studio.isLineSpared.getState()) await warmUpSpeech(studio, studio.settings);
}

/** The same for the voice of the first screen. */
export async function warmUpQuickVoice({ isLineSpared, quickSpeaker }: Studio): Promise<void> {
  if (!isLineSpared.getState()) await quickSpeaker.getState().prepare();
}

/** Not over a line that is to be spared, and only what is here or comes with the program. */
function mayWarmUp({ isLineSpared, models }: Studio, model: string, builtIn: string): boolean {
  const isHere = () =>
    models.state.getState().installed?.some(({ manifest }) => manifest.id === model) ?? false;
  return !isLineSpared.getState() && (model === builtIn || isHere());
}

/** What a visitor can have asked for. */
type Asked = 'words' | 'pictures' | 'voice';

interface Step {
  what: Asked;
  model: string;
  warmUp(studio: Studio): Promise<void>;
}

/**
 * Gets ready what visitors ask for first, one after the other once the page is idle: the guide, and
 * on the first screen the voice. What they do ask for goes before it: meanwhile the line is left to
 * that. Resolves when all is done.
 */
export async function warmUpEarly(studio: Studio, signal: AbortSignal): Promise<void> {
  await whenIdle();
  const steps: readonly Step[] = [
    { what: 'words', model: BUILT_IN_CHAT_MODEL, warmUp: warmUpChat },
    {
      what: 'voice',
      model: BUILT_IN_SPEECH_MODEL,
      warmUp: (each) => (isHome() ? warmUpQuickVoice(each) : Promise.resolve()),
    },
  ];
  for (const step of steps) await giveWay(studio, step, signal);
}

const isHome = () => ['', '#', '#/'].includes(location.hash);

/** Runs a step while nothing else is asked for, as often as it takes. */
async function giveWay(
  studio: Studio,
  { what, model, warmUp }: Step,
  signal: AbortSignal,
): Promise<void> {
  const isInTheWay = () => {
    const asked = listAsked(studio);
    return asked.length > 0 && !asked.includes(what);
  };
  let wasStopped = true;
  while (wasStopped && !signal.aborted) {
    await when(studio, () => !isInTheWay());
    wasStopped = false;
    const stopWatching = watch(studio, () => {
      const isComing = studio.models.state.getState().downloads[model]?.status === 'running';
      if (!isComing || !isInTheWay()) return;
      wasStopped = true;
      studio.models.pause(model);
    });
    await warmUp(studio).finally(stopWatching);
  }
}

/** What is being got ready or made at this moment; a voice that speaks needs no line any more. */
function listAsked({ chatStore, imagesStore, speechStore, quickSpeaker }: Studio): Asked[] {
  const asked: Asked[] = [];
  if (chatStore.getState().run.status !== 'idle') asked.push('words');
  if (imagesStore.getState().run.status !== 'idle') asked.push('pictures');
  const isSpeechComing = ['fetching', 'loading'].includes(speechStore.getState().run.status);
  if (isSpeechComing || quickSpeaker.getState().status === 'preparing') asked.push('voice');
  return asked;
}

/**
 * Calls back whenever something begins or ends, and when a download goes on. Returns how to stop
 * that.
 */
function watch(studio: Studio, onChange: () => void): () => void {
  const { chatStore, imagesStore, speechStore, quickSpeaker, models } = studio;
  const stops = [chatStore, imagesStore, speechStore, quickSpeaker, models.state].map((each) =>
    each.subscribe(onChange),
  );
  return () => stops.forEach((stop) => stop());
}

function when(studio: Studio, test: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (test()) return resolve();
    const stop = watch(studio, () => {
      if (!test()) return;
      stop();
      resolve();
    });
  });
}

const IDLE_TIMEOUT_MS = 1000;
/** For browsers that do not tell when they are idle. */
const SHORT_WAIT_MS = 200;

/** Once the page has been shown and has time. */
async function whenIdle(): Promise<void> {
  if (document.readyState !== 'complete')
    await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  await new Promise<void>((resolve) => {
    if ('requestIdleCallback' in globalThis)
      requestIdleCallback(() => resolve(), { timeout: IDLE_TIMEOUT_MS });
    else setTimeout(resolve, SHORT_WAIT_MS);
  });
}
