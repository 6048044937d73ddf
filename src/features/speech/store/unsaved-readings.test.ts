import { expect, it } from 'vitest';
import { createFakeEngine, createFakePlayer, createFakeReadings } from './speech.fixture.ts';
import { createSpeechStore } from './speech-store.ts';

/** Readings on a disk that can be full. */
function open() {
  const stored = createFakeReadings();
  const disk = { isFull: true };
  const unlessFull = async (write: () => Promise<void>) => {
    if (disk.isFull) throw new DOMException('full', 'QuotaExceededError');
    await write();
  };
  const store = createSpeechStore({
    engine: createFakeEngine().engine,
    player: createFakePlayer().player,
    readings: {
      ...stored,
      save: (reading) => unlessFull(() => stored.save(reading)),
      savePiece: (id, piece) => unlessFull(() => stored.savePiece(id, piece)),
    },
    chooseVoice: () => ({ model: 'm', voice: 'anna', device: 'auto', sampleRate: 100 }),
    ensureInstalled: () => Promise.resolve(),
  });
  return { disk, stored, store, now: () => store.getState() };
}

it('a reading that the store refused is named, heard again, and kept when there is room', async () => {
  const { disk, stored, now } = open();
  await now().speak('One one. Two two.');
  const id = now().open?.reading.id ?? '';
  expect(now()).toMatchObject({ unsaved: [id], problem: { code: 'storage_full' } });
  expect(await stored.list()).toEqual([]);

  now().close();
  await now().openReading(id);
  expect(now().open?.pieces.map(({ spoken }) => spoken)).toEqual(['One one.', 'Two two.']);
  await now().keepUnsaved();
  expect(now()).toMatchObject({ unsaved: [id], problem: { code: 'storage_full' } });

  disk.isFull = false;
  await now().keepUnsaved();
  expect(now()).toMatchObject({ unsaved: [], problem: null });
  expect((await stored.list()).map((reading) => reading.id)).toEqual([id]);
  expect(await stored.readPieces(id)).toHaveLength(2);
});

it('a deleted reading is not kept later', async () => {
  const { disk, stored, now } = open();
  await now().speak('One one.');
  await now().remove(now().open?.reading.id ?? '');
  disk.isFull = false;
  await now().keepUnsaved();
  expect(await stored.list()).toEqual([]);
});
