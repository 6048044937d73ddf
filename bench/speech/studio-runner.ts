import type { Page } from 'playwright';
import { openStudio } from '../../scripts/demo/studio-session.ts';
import type { Dtype } from '../../src/engine/models/manifest.ts';
import type { SpeechRunner, Spoken } from './speech-runner.ts';

/** What speaks, on the processor. */
interface Speaker {
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

/** One model of a family of voices, and how it spoke. */
export interface FamilySpeed extends Spoken {
  title: string;
}

/** The first voice of each family that comes with the app or is in the folders, one after another. */
export async function measureFamilies(
  modelFolders: readonly string[],
  text: string,
): Promise<FamilySpeed[]> {
  const { page, close } = await openStudio(modelFolders);
  try {
    const measured: FamilySpeed[] = [];
    for (const { title, ...speaker } of await listFamilies(page)) {
      await install(page, speaker);
      await load(page, speaker);
      // The first words prepare what later ones find ready.
      await speak(page, speaker, 'Hello.');
      measured.push({ title, ...(await speak(page, speaker, text)) });
    }
    return measured;
  } finally {
    await close();
  }
}

function listFamilies(page: Page): Promise<(Speaker & { title: string })[]> {
  return page.evaluate(async () => {
    const { models } = globalThis.triptych;
    await models.refresh().catch(() => undefined);
    const { catalog, mirrored } = models.state.getState();
    const found = new Map<string, Speaker & { title: string }>();
    for (const manifest of [
      ...catalog.filter(({ origin }) => origin === 'built-in'),
      ...mirrored,
    ]) {
      if (manifest.task !== 'speech' || found.has(manifest.engine)) continue;
      const english = manifest.voices.find(({ language }) => language.startsWith('en'));
      const voice = (english ?? manifest.voices[0])?.id ?? '';
      found.set(manifest.engine, { title: manifest.title, model: manifest.id, voice });
    }
    return [...found.values()];
  });
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
