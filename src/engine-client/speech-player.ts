import workletUrl from '../../workers/player.worklet.ts?worker&url';
import type { PlayerCommand, PlayerReport } from '../../workers/player-messages.ts';
import { createObservable, type Observable } from './observable.ts';

/** A reading's sound: pieces in a row, with possibly more to come. */
export interface PlayableReading {
  readonly sampleRate: number;
  /** Numbers of samples of the pieces that are there. */
  readonly lengths: readonly number[];
  /** No more pieces come. */
  readonly isComplete: boolean;
  /** The samples of a piece, -1 to 1. */
  readPiece(index: number): Promise<Float32Array<ArrayBuffer>>;
}

export interface PlayerState {
  /** `waiting`: the next piece is not there yet. */
  status: 'stopped' | 'waiting' | 'playing' | 'paused' | 'ended';
  /** Where the reading is, in seconds of its own time, whatever the speed. */
  positionSeconds: number;
  rate: number;
}

/**
 * Plays one reading at a time, without gaps between its pieces, while they are still being made.
 */
export interface SpeechPlayer {
  readonly state: Observable<PlayerState>;
  /**
   * Opens the loudspeaker for sound of a rate while that sound is still being made. Call it in a
   * click or a key press, as `play`.
   */
  prepare(sampleRate: number): void;
  /** Starts or resumes. Must first be called in a click or key press: browsers require that. */
  play(): void;
  pause(): void;
  /** Takes another reading and waits at its beginning. `null`: none. */
  open(reading: PlayableReading | null): void;
  /** Announces that the reading has more pieces, or is complete. */
  grow(): void;
  seek(seconds: number): void;
  /** 0.5 to 3, at the same pitch. */
  setRate(rate: number): void;
}

/** The worklet is kept this far ahead; the rest of a long reading stays where it is. */
const AHEAD_SECONDS = 12;

interface Output {
  context: AudioContext;
  send(command: PlayerCommand): void;
}

export function createSpeechPlayer(): SpeechPlayer {
  const state = createObservable<PlayerState>({ status: 'stopped', positionSeconds: 0, rate: 1 });
  let reading: PlayableReading | null = null;
  let output: Output | undefined;
  let opening: { sampleRate: number; output: Promise<Output> } | undefined;
  /** The piece that is sent next, and how many of its samples to leave out. */
  let next = { piece: 0, skip: 0 };
  let isFeeding = false;
  let hasSentEnd = false;
  let sentSamples = 0;
  /** Changes with every jump, so that what was read for the place before is not sent. */
  let turn = 0;

  const set = (change: Partial<PlayerState>) =>
    state.update((before) => ({ ...before, ...change }));
  const isActive = () => ['playing', 'waiting'].includes(state.getState().status);

  function handleReport({ sample, waiting, hasEnded }: PlayerReport): void {
    if (!reading) return;
    const positionSeconds = sample / reading.sampleRate;
    if (hasEnded && isActive()) return set({ status: 'ended', positionSeconds });
    if (isActive()) set({ status: waiting > 0 ? 'playing' : 'waiting', positionSeconds });
    void feed(sample);
  }

  /** Sends pieces until the worklet has enough ahead of the sample that is heard. */
  async function feed(heard: number): Promise<void> {
    if (isFeeding || !reading || !output) return;
    isFeeding = true;
    const mine = turn;
    const source = reading;
    try {
      while (
        next.piece < source.lengths.length &&
        sentSamples - heard < AHEAD_SECONDS * source.sampleRate
      ) {
        const samples = await source.readPiece(next.piece);
        if (mine !== turn) return;
        const part = next.skip > 0 ? samples.slice(next.skip) : samples;
        sentSamples += part.length;
        output.send({ type: 'append', samples: part });
        next = { piece: next.piece + 1, skip: 0 };
      }
      if (source.isComplete && next.piece >= source.lengths.length && !hasSentEnd) {
        hasSentEnd = true;
        output.send({ type: 'end' });
      }
    } finally {
      isFeeding = false;
      if (mine !== turn) void feed(sentSamples);
    }
  }

  function jump(sample: number): void {
    turn++;
    hasSentEnd = false;
    next = findPiece(reading?.lengths ?? [], sample);
    sentSamples = sample;
    output?.send({ type: 'jump', sample });
    void feed(sample);
  }

  /** One output at a time; a second request for the same rate gets the first one's. */
  function ensureOutput(sampleRate: number): Promise<Output> {
    if (opening?.sampleRate === sampleRate) return opening.output;
    const before = output;
    output = undefined;
    const made = (async () => {
      await before?.context.close();
      const next = await createOutput(sampleRate, handleReport);
      next.send({ type: 'rate', rate: state.getState().rate });
      if (opening?.sampleRate === sampleRate) output = next;
      return next;
    })();
    opening = { sampleRate, output: made };
    made.catch(() => (opening = undefined));
    return made;
  }

  async function start(source: PlayableReading): Promise<void> {
    const isNew = output === undefined || output.context.sampleRate !== source.sampleRate;
    const { context, send } = await ensureOutput(source.sampleRate);
    if (reading !== source || !isActive()) return;
    if (isNew) jump(Math.round(state.getState().positionSeconds * source.sampleRate));
    await context.resume();
    send({ type: 'play' });
    void feed(Math.round(state.getState().positionSeconds * source.sampleRate));
  }

  return {
    state,
    prepare: (sampleRate) => void ensureOutput(sampleRate).catch(() => undefined),
    open(next) {
      reading = next;
      output?.send({ type: 'pause' });
      set({ status: next ? 'paused' : 'stopped', positionSeconds: 0 });
      jump(0);
    },
    play() {
      if (!reading) return;
      if (state.getState().status === 'ended') {
        set({ positionSeconds: 0 });
        jump(0);
      }
      set({ status: 'waiting' });
      void start(reading);
    },
    pause() {
      if (!isActive()) return;
      set({ status: 'paused' });
      output?.send({ type: 'pause' });
    },
    grow: () =>
      void feed(Math.round(state.getState().positionSeconds * (reading?.sampleRate ?? 0))),
    seek(seconds) {
      if (!reading) return;
      const total = sum(reading.lengths) / reading.sampleRate;
      const positionSeconds = Math.min(Math.max(0, seconds), total);
      if (state.getState().status === 'ended') set({ status: 'paused' });
      set({ positionSeconds });
      jump(Math.round(positionSeconds * reading.sampleRate));
    },
    setRate(rate) {
      set({ rate });
      output?.send({ type: 'rate', rate });
    },
  };
}

/** A context at the reading's own rate: the browser resamples for the loudspeaker. */
async function createOutput(
  sampleRate: number,
  onReport: (report: PlayerReport) => void,
): Promise<Output> {
  const context = new AudioContext({ sampleRate, latencyHint: 'playback' });
  await context.audioWorklet.addModule(workletUrl);
  const node = new AudioWorkletNode(context, 'speech-player', {
    numberOfInputs: 0,
    outputChannelCount: [1],
  });
  node.port.onmessage = ({ data }: MessageEvent<PlayerReport>) => onReport(data);
  node.connect(context.destination);
  return { context, send: (command) => node.port.postMessage(command) };
}

function findPiece(lengths: readonly number[], sample: number): { piece: number; skip: number } {
  let before = 0;
  for (const [piece, length] of lengths.entries()) {
    if (sample < before + length) return { piece, skip: sample - before };
    before += length;
  }
  return { piece: lengths.length, skip: 0 };
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
