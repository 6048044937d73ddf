import { BUILT_IN_CHAT_MODEL, BUILT_IN_SPEECH_MODEL } from '../../engine/models/catalog.ts';
import type { Studio } from '../studio.ts';
import { warmUp } from './model-readiness.ts';

/** Gets the voice of the first screen ready, so that its first word does not wait. */
export async function warmUpQuickVoice({ isSavingData, quickSpeaker }: Studio): Promise<void> {
  if (!isSavingData.getState()) await quickSpeaker.getState().prepare();
}

/** What a visitor can have asked for. */
type Asked = 'words' | 'pictures' | 'voice';

interface Step {
  what: Asked;
  model: string;
  run(studio: Studio): Promise<void>;
}

/**
 * Gets ready what visitors ask for first, one after the other once the page is idle: the guide, and
 * on the first screen the voice. What they do ask for goes before it: meanwhile the line is left to
 * that. Resolves when all is done.
 */
export async function warmUpEarly(studio: Studio, signal: AbortSignal): Promise<void> {
  await whenIdle();
  const steps: readonly Step[] = [
    { what: 'words', model: BUILT_IN_CHAT_MODEL, run: (each) => warmUp(each, 'chat') },
    {
      what: 'voice',
      model: BUILT_IN_SPEECH_MODEL,
      run: (each) => (isHome() ? warmUpQuickVoice(each) : Promise.resolve()),
    },
  ];
  for (const step of steps) await giveWay(studio, step, signal);
}

const isHome = () => ['', '#', '#/'].includes(location.hash);

/** Runs a step while nothing else is asked for, as often as it takes. */
async function giveWay(
  studio: Studio,
  { what, model, run }: Step,
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
    await run(studio).finally(stopWatching);
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
