import type { Page } from 'playwright';
import '../../scripts/demo/studio-session.ts';

/** Words that one conversation has, and no other. */
export const RARE_WORDS = 'quince marmalade';

/**
 * Puts so many made-up conversations of four messages, pictures and readings into the studio's
 * stores, newest today and the oldest two years ago.
 */
export async function fillProfile(page: Page, count: number): Promise<void> {
  await page.evaluate(
    async ({ total, rare }) => {
      const { stores } = globalThis.triptych;
      const TOGETHER = 500;
      const DAY_MS = 86_400_000;
      const SUBJECTS = ['bread', 'harbours', 'tax forms', 'old maps', 'a lighthouse', 'tea'];
      const now = Date.now();
      const timeOf = (index: number) => now - (index / total) * 730 * DAY_MS;
      const subjectOf = (index: number) => SUBJECTS[index % SUBJECTS.length] ?? '';

      function makeConversation(index: number) {
        const id = `conversation-${index}`;
        const time = timeOf(index);
        const messages = [0, 1, 2, 3].map((place) => ({
          id: `${id}-${place}`,
          conversationId: id,
          parentId: place === 0 ? null : `${id}-${place - 1}`,
          role: place % 2 === 0 ? ('user' as const) : ('assistant' as const),
          content:
            index === total - 1 && place === 3
              ? `Then there is ${rare}.`
              : `Something about ${subjectOf(index)}, part ${place} of ${index}. `.repeat(8),
          createdAt: time + place,
          state: 'complete' as const,
        }));
        const title = `About ${subjectOf(index)}, number ${index}`;
        const leafId = `${id}-3`;
        return { conversation: { id, title, createdAt: time, updatedAt: time, leafId }, messages };
      }
      async function paintThumbnail(): Promise<Blob> {
        const canvas = new OffscreenCanvas(256, 256);
        const context = canvas.getContext('2d');
        if (!context) throw new Error('There is no canvas to paint on.');
        for (let x = 0; x < 256; x += 16) {
          context.fillStyle = `hsl(${x} 60% 50%)`;
          context.fillRect(x, 0, 16, 256);
        }
        return canvas.convertToBlob({ type: 'image/webp' });
      }
      const file = await paintThumbnail();
      function makePicture(index: number) {
        const time = timeOf(index);
        const size = { width: 256, height: 256 };
        const prompt = `${subjectOf(index)} in watercolour, sheet ${index}`;
        return {
          id: `picture-${index}`,
          createdAt: time,
          ...size,
          sizeBytes: file.size,
          isFavourite: index % 10 === 0,
          parameters: {
            prompt: index === total - 1 ? rare : prompt,
            seed: index,
            numInferenceSteps: 12,
            guidanceScale: 4,
            scheduler: 'euler',
            ...size,
            model: 'made-up/model',
          },
          file,
          thumbnail: file,
        };
      }
      const makeReading = (index: number) => ({
        id: `reading-${index}`,
        title: `Tale of ${subjectOf(index)}, number ${index}`,
        text: `A tale about ${subjectOf(index)}. `.repeat(20),
        model: 'made-up/voice',
        voice: 'one',
        sampleRate: 16_000,
        durationSeconds: 30,
        createdAt: timeOf(index),
        state: 'complete' as const,
        positionSeconds: 0,
        positionFrom: 0,
        chapters: [],
      });
      const { database } = stores;
      if (!database) throw new Error('This browser keeps nothing.');
      for (let from = 0; from < total; from += TOGETHER) {
        const indices = Array.from(
          { length: Math.min(TOGETHER, total - from) },
          (_, place) => from + place,
        );
        await stores.conversations.saveAll(indices.map(makeConversation));
        await stores.pictures.put(...indices.map(makePicture));
        await database.use(async (db) => {
          const transaction = db.transaction('readings', 'readwrite');
          await Promise.all([
            ...indices.map((index) => transaction.store.put(makeReading(index))),
            transaction.done,
          ]);
        });
      }
      const half = Array.from({ length: total / 2 }, (_, index) => `picture-${index * 2}`);
      await database.use((db) =>
        db.put('collections', {
          id: 'half',
          name: 'Half of them',
          createdAt: now,
          pictureIds: half,
        }),
      );
    },
    { total: count, rare: RARE_WORDS },
  );
}

/** A file with so many conversations, as the studio exports it. */
export function writeImportFile(count: number): Buffer {
  const conversations = Array.from({ length: count }, (_, index) => ({
    conversation: {
      id: `import-${index}`,
      title: `Imported ${index}`,
      createdAt: index,
      updatedAt: index,
      leafId: `import-${index}-1`,
    },
    messages: ['user', 'assistant'].map((role, place) => ({
      id: `import-${index}-${place}`,
      conversationId: `import-${index}`,
      parentId: place === 0 ? null : `import-${index}-0`,
      role,
      content: 'A few words that were said elsewhere. '.repeat(20),
      createdAt: index,
      state: 'complete',
    })),
  }));
  return Buffer.from(
    JSON.stringify({ format: 'triptych-conversations', version: 1, conversations }),
  );
}
