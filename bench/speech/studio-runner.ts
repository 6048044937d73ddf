import type { Page } from 'playwright';
import { openStudio } from '../../scripts/demo/studio-session.ts';
import type { Dtype } from '../../src/engine/models/manifest.ts';
import { medianOf } from '../bench.ts';
import type { SpeechRunner, Spoken } from './speech-runner.ts';

const ROUNDS = 3;

/** What speaks, on the processor. */
export interface Speaker {
  model: string;
  voice: string;
  /** Default: the best for the processor. */
  dtype?: Dtype;
}

/**
 * Triptych itself: the built app in a browser of its own, the model brought by its download code.
 */
export async function openStudioRunner(
  modelFolders: readonly string[],
  { model, voice, dtype }: Speaker,
): Promise<SpeechRunner> {
  const { page, close } = await openStudio(modelFolders);
  await install(page, { model, voice, ...(dtype ? { dtype } : {}) });
  return {
    name: 'Triptych',
    close,
    load: () => load(page, { model, voice, ...(dtype ? { dtype } : {}) }),
    speak: (text, who) => speak(page, { model, voice: who, ...(dtype ? { dtype } : {}) }, text),
  };
}

/**
 * How each of some speakers spoke, one after the other: the medians of some rounds. A round in which
 * the machine was disturbed does not count.
 */
export async function measureSpeakers(
  modelFolders: readonly string[],
  speakers: readonly Speaker[],
  text: string,
): Promise<Spoken[]> {
  const { page, close } = await openStudio(modelFolders);
  try {
    const measured: Spoken[] = [];
    for (const speaker of speakers) measured.push(await measureSpeaker(page, speaker, text));
    return measured;
  } finally {
    await close();
  }
}

async function measureSpeaker(page: Page, speaker: Speaker, text: string): Promise<Spoken> {
  await install(page, speaker);
  await load(page, speaker);
  // The first words prepare what later ones find ready.
  await speak(page, speaker, 'Hello.');
  const rounds: Spoken[] = [];
  while (rounds.length < ROUNDS) rounds.push(await speak(page, speaker, text));
  const medianBy = (key: keyof Spoken) => medianOf(rounds.map((round) => round[key]));
  return {
    firstAudioMs: medianBy('firstAudioMs'),
    computeMs: medianBy('computeMs'),
    durationSeconds: medianBy('durationSeconds'),
  };
}

function install(page: Page, speaker: Speaker): Promise<void> {
  return page.evaluate(
    async ([{ model, voice, dtype }]) => {
      const { models } = globalThis.triptych;
      await models.refresh().catch(() => undefined);
      const build = dtype ? { dtype } : {};
      await models.install(model, { device: 'wasm', ...build, voices: [voice] });
    },
    [speaker] as const,
  );
}

function load(page: Page, speaker: Speaker): Promise<number> {
  return page.evaluate(
    async ([{ model, voice, dtype }]) => {
      const { speech } = globalThis.triptych;
      speech.unload();
      const begin = performance.now();
      const choice = { model, voice, device: 'wasm', ...(dtype ? { dtype } : {}) } as const;
      await speech.load(choice, new AbortController().signal);
      return performance.now() - begin;
    },
    [speaker] as const,
  );
}

function speak(page: Page, speaker: Speaker, text: string): Promise<Spoken> {
  return page.evaluate(
    async ([{ model, voice, dtype }, said]) => {
      const build = dtype ? { dtype } : {};
      const request = { model, device: 'wasm', ...build, text: said, voice } as const;
      const begin = performance.now();
      let firstAudioMs = 0;
      let durationSeconds = 0;
      const { speech } = globalThis.triptych;
      for await (const event of speech.synthesize(request, new AbortController().signal)) {
        if (event.type !== 'audio-chunk') continue;
        firstAudioMs ||= performance.now() - begin;
        durationSeconds += event.samples.length / event.sampleRate;
      }
      return { firstAudioMs, durationSeconds, computeMs: performance.now() - begin };
    },
    [speaker, text] as const,
  );
}
