import * as z from 'zod/mini';
import { originSchema } from '../engine/origin.ts';
import { chaptersSchema } from './chapters.ts';
import { createRowParser, passOver, type ReportDamage } from './damage/damage.ts';
import type { TriptychDatabase } from './database.ts';
import { readNewest, readRows } from './read-rows.ts';

const wordSchema = z.object({
  start: z.number(),
  end: z.number(),
  startSeconds: z.number(),
  endSeconds: z.number(),
});

/** What is known of a piece of a reading. Times count from the beginning of the piece. */
export const pieceSchema = z.object({
  start: z.number(),
  end: z.number(),
  spoken: z.string(),
  sampleCount: z.number(),
  words: z.array(wordSchema),
  /** Loudness, 0 to 255, twenty times a second: what a waveform shows. */
  peaks: z.array(z.number()),
  /**
   * Where in the text it goes on: the piece deals with all from there to its end. Rows of earlier
   * versions lack it: they follow one another.
   */
  follows: z.optional(z.number()),
});
export type ReadingPiece = Omit<z.infer<typeof pieceSchema>, 'follows'> & {
  follows: number;
  /** Its key; pieces are numbered as they are made, which need not be the order of the text. */
  index: number;
  /** 16 bits each, one channel, as the machine keeps them; on disk until someone reads them. */
  samples: Blob;
};

/** Of the built-in voices; in place of a rate that is none. */
const DEFAULT_SAMPLE_RATE = 16_000;

export const readingSchema = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  /** Id of the model that spoke. */
  model: z.string(),
  /** Voice or mix, as requests write it. */
  voice: z.string(),
  sampleRate: z.catch(z.number().check(z.positive()), DEFAULT_SAMPLE_RATE),
  durationSeconds: z.catch(z.number().check(z.nonnegative()), 0),
  createdAt: z.number(),
  /** `partial`: it was stopped, or broke off; the text continues after the last piece. */
  state: z.enum(['partial', 'complete']),
  /** Where the listener was, in seconds. */
  positionSeconds: z.catch(z.number().check(z.nonnegative()), 0),
  /** Where in the text the sound begins from which that is counted. */
  positionFrom: z._default(z.number(), 0),
  chapters: z._default(chaptersSchema, []),
  /** What its text was taken from. */
  origin: originSchema,
});
export type StoredReading = z.infer<typeof readingSchema>;

/** Past readings of this browser: text, voice, and the sound itself. */
export interface ReadingStore {
  /** Newest first, without their pieces. */
  list(): Promise<StoredReading[]>;
  /** The first so many of `list`, without reading the others. */
  listNewest(count: number): Promise<StoredReading[]>;
  /** Throws `storage_full`. */
  save(reading: StoredReading): Promise<void>;
  /** Throws `storage_full`. */
  savePiece(readingId: string, piece: ReadingPiece): Promise<void>;
  /** In the order of the text. What is missing shows in where the next piece goes on. */
  readPieces(readingId: string): Promise<ReadingPiece[]>;
  /** Removes the reading with its pieces. */
  remove(readingId: string): Promise<void>;
}

export function createReadingStore(
  database: TriptychDatabase,
  report: ReportDamage = passOver,
): ReadingStore {
  const parse = createRowParser('reading', readingSchema, report);
  const rangeOf = (readingId: string) => IDBKeyRange.bound([readingId, 0], [readingId, Infinity]);
  async function readPieces(readingId: string): Promise<ReadingPiece[]> {
    const rows = await database.use((db) => db.getAll('readingPieces', rangeOf(readingId)));
    const pieces: ReadingPiece[] = [];
    for (const row of rows) {
      const { index, samples, about } = row;
      const { data } = pieceSchema.safeParse(about);
      if (!data)
        report([{ kind: 'piece', key: `${readingId}/${index}`, outcome: 'left-out', stored: row }]);
      const before = pieces.at(-1);
      const isNext = index === (before?.index ?? -1) + 1;
      if (data)
        pieces.push({
          ...data,
          index,
          samples,
          follows: data.follows ?? (isNext ? (before?.end ?? 0) : data.start),
        });
    }
    return pieces.sort((a, b) => a.follows - b.follows || a.index - b.index);
  }
  const measure = async (reading: StoredReading): Promise<StoredReading> =>
    reading.durationSeconds > 0
      ? reading
      : { ...reading, durationSeconds: sumSeconds(reading, await readPieces(reading.id)) };
  return {
    async list() {
      const readings = await readRows(database, 'readings', parse);
      const measured = await Promise.all(readings.map(measure));
      return measured.sort((a, b) => b.createdAt - a.createdAt);
    },
    async listNewest(count) {
      return Promise.all((await readNewest(database, 'readings', count, parse)).map(measure));
    },
    save: (reading) => database.use(async (db) => void (await db.put('readings', reading))),
    savePiece: (readingId, { index, samples, ...about }) =>
      database.use(
        async (db) => void (await db.put('readingPieces', { readingId, index, samples, about })),
      ),
    readPieces,
    remove: (readingId) =>
      database.use(async (db) => {
        const transaction = db.transaction(['readings', 'readingPieces'], 'readwrite');
        await Promise.all([
          transaction.objectStore('readings').delete(readingId),
          transaction.objectStore('readingPieces').delete(rangeOf(readingId)),
          transaction.done,
        ]);
      }),
  };
}

/** What is kept of a reading that ended before its length was noted. */
function sumSeconds({ sampleRate }: StoredReading, pieces: readonly ReadingPiece[]): number {
  return pieces.reduce((sum, { sampleCount }) => sum + sampleCount, 0) / sampleRate;
}
