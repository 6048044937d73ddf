import type { StoreApi } from 'zustand/vanilla';
import type { SpeechPlayer } from '../../../engine-client/speech-player.ts';
import type { EngineError } from '../../../engine/errors.ts';
import type { SpeechEngine } from '../../../engine/speech/speech-engine.ts';
import type { ReadingDraft } from '../../../storage/reading-drafts.ts';
import type { ReadingPiece, ReadingStore, StoredReading } from '../../../storage/readings.ts';
import type { ReplaceVoice, VoiceChoice } from './stream-speech.ts';
import { piecesFrom } from './stretches.ts';

export interface OpenReading {
  reading: StoredReading;
  /** In the order of the text. There may be unspoken gaps between them. */
  pieces: readonly ReadingPiece[];
  /** Where in the text the sound begins that the player has. */
  from: number;
  /** That sound: the pieces from there to the first gap. */
  stretch: readonly ReadingPiece[];
}

export function openAt(
  reading: StoredReading,
  pieces: readonly ReadingPiece[],
  from: number,
): OpenReading {
  return { reading, pieces, from, stretch: piecesFrom(pieces, from) };
}

/** How far into the text the sound reaches that the player has. */
export function endOf({ stretch, from }: Pick<OpenReading, 'stretch' | 'from'>): number {
  return stretch.at(-1)?.end ?? from;
}

/** What the engine is doing. */
export type SpeechRun =
  | { status: 'idle' }
  /** `fetching`: files are on their way; `loading`: the model is read into memory. */
  | { status: 'fetching' | 'loading'; readingId: string }
  /** It computes the next piece since a time (`performance.now`); the one before took so long. */
  | { status: 'speaking'; readingId: string; since: number; lastMs: number | null };

/** The device of voices on the companion. */
export const REMOTE = 'remote';

/** Figures of the last finished run. */
export interface SpeechFigures {
  device: string;
  dtype: string;
  firstAudioMs: number;
  realTimeFactor: number;
}

export interface SpeechState {
  /** Newest first; `null` until read. */
  readings: readonly StoredReading[] | null;
  open: OpenReading | null;
  run: SpeechRun;
  figures: SpeechFigures | null;
  /** The engine left the GPU, the companion, or words out, and why. */
  notice: string | null;
  problem: EngineError | null;
  /** Deleted a moment ago and can still be restored. */
  removed: Pick<OpenReading, 'reading' | 'pieces'> | null;
  /** Ids of readings that the store has refused, as of the last problem. */
  unsaved: readonly string[];
}

export interface SpeechActions {
  /** Reads what is stored; call once. */
  restore(): Promise<void>;
  /** Speaks a text as a new reading, and plays it as soon as it begins. */
  speak(text: string, about?: Partial<Omit<ReadingDraft, 'text'>>): Promise<void>;
  /**
   * Speaks the open reading's text once more, in the voice that is chosen now, as a new reading.
   */
  speakAgain(): Promise<void>;
  /** Resumes a reading where it broke off. */
  resume(): Promise<void>;
  /** Resumes it in a voice of this device, after a companion has failed. */
  continueHere(): Promise<void>;
  /**
   * Goes to a place of the text, in UTF-16 units, and speaks from there on where nothing has been
   * spoken yet.
   */
  readFrom(offset: number): void;
  /** Stops computing; what has been spoken stays. */
  stop(): void;
  openReading(readingId: string): Promise<void>;
  close(): void;
  /**
   * Speaks the open reading to its end without waiting for the listener. When the signal fires it
   * waits for the listener again.
   */
  finish(signal: AbortSignal): Promise<void>;
  remove(readingId: string): Promise<void>;
  undoRemove(): Promise<void>;
  showProblem(thrown: unknown): void;
  dismissProblem(): void;
  /** Tries once more to keep what the store has refused. */
  keepUnsaved(): Promise<void>;
}

export interface SpeechDependencies {
  engine: SpeechEngine;
  player: SpeechPlayer;
  readings: ReadingStore;
  /** What is chosen now; with the settings of `voice` in place of the chosen one's. */
  chooseVoice(voice?: string): VoiceChoice;
  /**
   * Resolves when model and voices are here. Throws for a model that the user must download first.
   */
  ensureInstalled(model: string, voice: string): Promise<void>;
  /** Default: no voice speaks in place of another. */
  replaceVoice?: ReplaceVoice;
}

export type SpeechStore = StoreApi<SpeechState & SpeechActions>;
