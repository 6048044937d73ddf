import { runChatJob } from './chat-job.ts';
import { runProcessJob } from './process-job.ts';
import { runSpeakJob } from './speak-job.ts';
import { runImageJob } from './image-job.ts';
import { runStudioJob } from './studio-job.ts';
import type { StudioSession } from './studio-session.ts';

/** Flags of the command line, by name. Every job takes the common ones; each its own besides. */
export const FLAGS = {
  model: { type: 'string' },
  device: { type: 'string' },
  dtype: { type: 'string' },
  seed: { type: 'string' },
  out: { type: 'string' },
  offline: { type: 'boolean' },
  system: { type: 'string' },
  messages: { type: 'string' },
  schema: { type: 'string' },
  home: { type: 'string' },
  'max-tokens': { type: 'string' },
  temperature: { type: 'string' },
  'top-p': { type: 'string' },
  voice: { type: 'string' },
  speed: { type: 'string' },
  file: { type: 'string' },
  negative: { type: 'string' },
  steps: { type: 'string' },
  guidance: { type: 'string' },
  scheduler: { type: 'string' },
  'scheduler-config': { type: 'string' },
  width: { type: 'string' },
  height: { type: 'string' },
  n: { type: 'string' },
  image: { type: 'string' },
  strength: { type: 'string' },
  mask: { type: 'string' },
  eta: { type: 'string' },
  'clip-skip': { type: 'string' },
  noise: { type: 'string' },
  'step-noise': { type: 'string' },
  'save-latents': { type: 'string' },
  format: { type: 'string' },
  op: { type: 'string' },
  options: { type: 'string' },
  recipe: { type: 'string' },
  sizes: { type: 'string' },
} as const;

export type DemoOptions = {
  [Name in keyof typeof FLAGS]?: (typeof FLAGS)[Name]['type'] extends 'boolean' ? boolean : string;
};

/** Fields of the JSON line. */
export type JobResult = Record<string, unknown>;

/** A main job. `args` are the arguments after its name. */
export type Job = (
  session: StudioSession,
  args: readonly string[],
  options: DemoOptions,
) => Promise<JobResult>;

export const JOBS: Readonly<Record<string, Job>> = {
  chat: runChatJob,
  image: runImageJob,
  speak: runSpeakJob,
  process: runProcessJob,
  studio: runStudioJob,
};

/** What `npm run demo` without a job does: each main job once, with the built-in models. */
export const SHOWCASE: readonly {
  job: string;
  text: string;
  file: string;
  options?: DemoOptions;
}[] = [
  { job: 'chat', text: 'What can I do here?', file: 'chat-guide.json' },
  {
    job: 'chat',
    text: "Hero image for a cosy bakery's autumn sale, warm light",
    file: 'chat-brief.json',
  },
  {
    job: 'speak',
    text: 'Words, pictures and voice, on your own device. Nothing you type leaves this page.',
    file: 'speech.json',
  },
  { job: 'image', text: 'a fox on a teal background', file: 'image.json' },
  {
    job: 'studio',
    text: 'Postcards of a lighthouse by the sea',
    file: 'studio.json',
    options: { sizes: '320x80,240x126,120x120,90x180' },
  },
];
