import { createObservable, type Observable } from '../../engine-client/observable.ts';
import type { SpeechPlayer } from '../../engine-client/speech-player.ts';
import type { ChatStore } from '../../features/chat/store/chat-state.ts';
import type { ReadAloud } from '../../features/chat/answer-voice.ts';
import type { QuickSpeaker } from '../../features/speech/quick-speaker.ts';
import type { SpeechStore } from '../../features/speech/store/speech-state.ts';
import { cutTitle } from '../../engine/cut-title.ts';

/** What is playing, wherever it comes from. */
export interface Heard {
  /** Changes with the reading. */
  key: string;
  /** What is being read, in a few words. */
  title: string;
  /** `making`: it waits for the next words; `paused`: started and resumable. */
  status: 'making' | 'playing' | 'paused';
  /** Where it is at home. */
  path: string;
}

/** The one place that knows what is playing, for the player on every screen and for Escape. */
export interface HeardSound {
  /** `null`: silence. */
  state: Observable<Heard | null>;
  /** Pauses or resumes. */
  toggle(): void;
  /** Ends it, and the work on it. */
  stop(): void;
}

interface Voice {
  player: SpeechPlayer;
  /** What it reads; `null` for nothing. `isMaking`: sound is being computed. */
  look(): { key: string; title: string; path: string; isMaking: boolean } | null;
  stop(): void;
}

interface HeardDependencies {
  speechStore: SpeechStore;
  player: SpeechPlayer;
  readAloud: ReadAloud;
  answerPlayer: SpeechPlayer;
  chatStore: ChatStore;
  quickSpeaker: QuickSpeaker;
  quickPlayer: SpeechPlayer;
}

export function createHeardSound(dependencies: HeardDependencies): HeardSound {
  const { speechStore, readAloud, quickSpeaker } = dependencies;
  const state = createObservable<Heard | null>(null);
  const voices = createVoices(dependencies);
  /** What has started and has neither ended nor been stopped. */
  const begun = new Map<Voice, string>();

  function lookAt(voice: Voice): Heard | null {
    const what = voice.look();
    const { status } = voice.player.state.getState();
    const isOn =
      status === 'playing' ||
      status === 'waiting' ||
      (what?.isMaking === true && status === 'stopped');
    if (what && isOn) begun.set(voice, what.key);
    else if (!what || status !== 'paused' || begun.get(voice) !== what.key) begun.delete(voice);
    if (!what || !begun.has(voice)) return null;
    const { isMaking, ...about } = what;
    const isWaiting = isOn && status !== 'playing' && isMaking;
    return { ...about, status: isWaiting ? 'making' : isOn ? 'playing' : 'paused' };
  }

  function findHeard(): { voice: Voice; heard: Heard } | undefined {
    const all = voices.flatMap((voice) => {
      const heard = lookAt(voice);
      return heard ? [{ voice, heard }] : [];
    });
    return all.find(({ heard }) => heard.status !== 'paused') ?? all[0];
  }

  function update(): void {
    const next = findHeard()?.heard ?? null;
    state.update((before) => (isSame(before, next) ? before : next));
  }
  for (const source of [
    speechStore,
    readAloud.state,
    quickSpeaker,
    ...voices.map(({ player }) => player.state),
  ])
    source.subscribe(update);

  return {
    state,
    toggle() {
      const found = findHeard();
      if (found?.heard.status === 'paused') found.voice.player.play();
      else found?.voice.player.pause();
    },
    stop() {
      const found = findHeard();
      if (!found) return;
      begun.delete(found.voice);
      found.voice.stop();
      update();
    },
  };
}

function createVoices(dependencies: HeardDependencies): Voice[] {
  const { speechStore, player, readAloud, answerPlayer, chatStore, quickSpeaker, quickPlayer } =
    dependencies;
  const reading: Voice = {
    player,
    look() {
      const { open, run } = speechStore.getState();
      const isMaking = run.status !== 'idle';
      return open && { key: open.reading.id, title: open.reading.title, path: '/speech', isMaking };
    },
    stop() {
      speechStore.getState().stop();
      player.pause();
    },
  };
  const answer: Voice = {
    player: answerPlayer,
    look() {
      const { messageId } = readAloud.state.getState();
      if (messageId === null) return null;
      const { messages, conversations } = chatStore.getState();
      const message = messages[messageId];
      const conversation = conversations?.find(({ id }) => id === message?.conversationId);
      const path = message ? `/chat/${message.conversationId}` : '/chat';
      return { key: messageId, title: conversation?.title ?? 'Answer', path, isMaking: true };
    },
    stop: readAloud.stop,
  };
  const words: Voice = {
    player: quickPlayer,
    look() {
      const { status, text } = quickSpeaker.getState();
      return status === 'idle'
        ? null
        : { key: text, title: cutTitle(text), path: '/', isMaking: true };
    },
    stop: () => quickSpeaker.getState().stop(),
  };
  return [reading, answer, words];
}

function isSame(one: Heard | null, other: Heard | null): boolean {
  if (!one || !other) return one === other;
  return (
    one.key === other.key &&
    one.status === other.status &&
    one.title === other.title &&
    one.path === other.path
  );
}
