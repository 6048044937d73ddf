/**
 * What the page tells the player in its audio worklet. Samples are those of one channel, counted
 * from the beginning of the reading.
 */
export type PlayerCommand =
  | { type: 'append'; samples: Float32Array<ArrayBuffer> }
  /** Forget everything and go on at this sample: the ones from there on are sent next. */
  | { type: 'jump'; sample: number }
  /** Nothing more comes. */
  | { type: 'end' }
  | { type: 'play' }
  | { type: 'pause' }
  | { type: 'rate'; rate: number };

/** Messages from the player to the page. */
export interface PlayerReport {
  /** The sample that is heard now. */
  sample: number;
  /** Samples that wait to be heard. */
  waiting: number;
  isPlaying: boolean;
  /** Everything has been heard, and nothing more comes. */
  hasEnded: boolean;
}
