import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPeer, readVersion } from '../open-peer.ts';
import type { SpeechRunner } from './speech-runner.ts';

/** kokoro-js in a browser of its own. */
export async function openKokoroRunner(folder: string, repository: string): Promise<SpeechRunner> {
  const peer = await openPeer('kokoro');
  // Voices have a fixed address in it; they are those of the same folder.
  await peer.page.context().route('https://huggingface.co/**/voices/*.bin', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    const body = await readFile(join(folder, 'voices', name));
    await route.fulfill({ body, headers: { 'access-control-allow-origin': '*' } });
  });
  return {
    name: `kokoro-js ${await readVersion('kokoro-js')}`,
    async load() {
      await peer.start();
      return peer.call('load', repository);
    },
    speak: (text, voice) => peer.call('speak', text, voice),
    close: peer.close,
  };
}
