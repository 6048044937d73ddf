import { createTimeStretcher } from '../src/engine/speech/time-stretch.ts';
import type { PlayerCommand, PlayerReport } from './player-messages.ts';

/** What an AudioWorkletGlobalScope has and TypeScript's libraries do not name. */
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** About thirty reports a second: as often as a highlighted word can move. */
const REPORT_EVERY_BLOCKS = Math.round(sampleRate / 128 / 30);

/** Plays its input without gaps, at any speed. Silence while it waits. */
class SpeechPlayer extends AudioWorkletProcessor {
  private readonly stretcher = createTimeStretcher(sampleRate);
  /** Where the first sample that was pushed since the last clearing stands in the reading. */
  private base = 0;
  private isPlaying = false;
  private isEnded = false;
  private blocks = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlayerCommand>) => this.obey(data);
  }

  private obey(command: PlayerCommand): void {
    if (command.type === 'append') this.stretcher.push(command.samples);
    if (command.type === 'play') this.isPlaying = true;
    if (command.type === 'pause') this.isPlaying = false;
    if (command.type === 'rate') this.stretcher.setRate(command.rate);
    if (command.type === 'end') this.isEnded = true;
    if (command.type === 'end') this.stretcher.end();
    if (command.type === 'jump') {
      this.stretcher.clear();
      this.base = command.sample;
      this.isEnded = false;
    }
    this.report();
  }

  process(_inputs: unknown, [output]: Float32Array[][]): boolean {
    const channel = output?.[0];
    if (!channel || !this.isPlaying) return true;
    const count = this.stretcher.pull(channel);
    channel.fill(0, count);
    if (count < channel.length && this.isEnded) this.isPlaying = false;
    if (this.blocks++ % REPORT_EVERY_BLOCKS === 0 || !this.isPlaying) this.report();
    return true;
  }

  private report(): void {
    const { position, waiting } = this.stretcher;
    const hasEnded = this.isEnded && waiting === 0;
    const report: PlayerReport = {
      sample: this.base + position,
      waiting,
      hasEnded,
      isPlaying: this.isPlaying,
    };
    this.port.postMessage(report);
  }
}

registerProcessor('speech-player', SpeechPlayer);
