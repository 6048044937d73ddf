import { expect, it, vi } from 'vitest';
import { createFakeEngine } from '../../features/speech/store/speech.fixture.ts';
import { cutText } from './make-sound.ts';
import { createSoundSaver, type SoundSaving } from './sound-saver.ts';

function open() {
  const { engine, requests, hold } = createFakeEngine();
  const recordings: { title: string; pieces: readonly Blob[]; rate: number }[] = [];
  const saver = createSoundSaver({
    engine: {
      synthesize: engine.synthesize,
      async encode(recording) {
        recordings.push(recording);
        return { bytes: new Uint8Array([1]), mimeType: 'audio/mpeg' };
      },
    },
    chooseVoice: () => ({ model: 'm', voice: 'anna', device: 'auto', sampleRate: 100 }),
    ensureInstalled: () => Promise.resolve(),
    onStart: () => undefined,
  });
  const seen: SoundSaving[] = [];
  saver.state.subscribe((state) => seen.push(state));
  return { saver, seen, recordings, requests, hold };
}

it('makes a file from a text, and reports progress', async () => {
  const { saver, seen, recordings, requests } = open();
  await saver.save('One one. --- Two two. ', 'Counting');
  expect(recordings).toMatchObject([{ title: 'Counting', rate: 1 }]);
  expect(recordings[0]?.pieces).toHaveLength(2);
  expect(requests[0]?.voice).toBe('anna');
  const progress = seen.flatMap((state) => (state.status === 'making' ? [state.progress] : []));
  expect(progress.slice(0, 2)).toEqual([0, expect.closeTo(0.36)]);
  expect(progress.at(-1)).toBeNull();
  expect(saver.state.getState().status).toBe('idle');
});

it('leaves no file when cancelled, and says what failed', async () => {
  const { saver, recordings, hold } = open();
  const release = hold();
  const saving = saver.save('One one. Two two.', 'Counting');
  await vi.waitFor(() => expect(saver.state.getState().status).toBe('making'));
  saver.cancel();
  release();
  await saving;
  expect(recordings).toEqual([]);
  expect(saver.state.getState().status).toBe('idle');
  await saver.save('---', 'Nothing');
  expect(saver.state.getState()).toMatchObject({
    status: 'failed',
    problem: { code: 'nothing_to_say' },
  });
  saver.cancel();
  expect(saver.state.getState().status).toBe('idle');
});

it('splits a long text at sentences and loses nothing', () => {
  const text = `${'A sentence with words. '.repeat(200)}\n\n- item\n\n${'word '.repeat(900)}`;
  const parts = [...cutText(text)];
  expect(parts.length).toBeGreaterThan(4);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  for (const { text: part, offset } of parts)
    expect(text.slice(offset, offset + part.length)).toBe(part);
});
