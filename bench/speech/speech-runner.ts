/** One side of the measurement: a browser of its own with a voice in it. */
export interface SpeechRunner {
  name: string;
  /**
   * Loads the model from the side's own cache, in a fresh worker or page. Returns the time in ms.
   */
  load(): Promise<number>;
  speak(text: string, voice: string): Promise<Spoken>;
  close(): Promise<void>;
}

export interface Spoken {
  /** From the request to the first samples. */
  firstAudioMs: number;
  /** From the request to the last samples. */
  computeMs: number;
  durationSeconds: number;
}
