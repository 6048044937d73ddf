import { describe, expect, it } from 'vitest';
import type { SpeechEngine, SpeechEvent, SpeechRequest } from './speech-engine.ts';

/** An engine to test, with an English voice. */
export interface SpeechEngineUnderTest {
  engine: Pick<SpeechEngine, 'synthesize'>;
  /** What every request has. */
  common: Pick<SpeechRequest, 'model' | 'language'>;
}

const never = () => new AbortController().signal;

/** Two paragraphs, with markup, figures and a pause that somebody has asked for. */
const TEXT = 'It **rained** on 3 May.\n\nThen [pause 1s] the sun came out, and we went home.';

/** What every speech engine must do. Run it against each implementation. */
export function testSpeechEngine(name: string, create: () => SpeechEngineUnderTest): void {
  describe(`${name} as a speech engine`, () => {
    async function speak(text: string, more: Partial<SpeechRequest> = {}, signal = never()) {
      const { engine, common } = create();
      const events: SpeechEvent[] = [];
      for await (const event of engine.synthesize({ ...common, text, ...more }, signal))
        events.push(event);
      const chunks = events.filter((event) => event.type === 'audio-chunk');
      const seconds = chunks.reduce((sum, { samples: { length }, sampleRate }) => {
        return sum + length / sampleRate;
      }, 0);
      return { events, chunks, seconds };
    }

    it('speaks a text in order, without its markup, with the places of its words', async () => {
      const { chunks, events, seconds } = await speak(TEXT);
      expect(chunks.map(({ spoken }) => spoken)).toEqual([
        'It rained on the third of May.',
        'Then',
        'the sun came out, and we went home.',
      ]);
      expect(TEXT.slice(chunks[0]?.start, chunks[0]?.end)).toBe('It **rained** on 3 May.');
      const words = chunks.flatMap((chunk) => chunk.words);
      expect(words.map(({ start, end }) => TEXT.slice(start, end)).join(' ')).toMatch(
        /^It .*rained.* on 3 May\. Then the sun came out, and we went home\.$/,
      );
      expect(new Set(chunks.map(({ sampleRate }) => sampleRate)).size).toBe(1);
      const finish = events.at(-1);
      expect(finish).toMatchObject({
        type: 'finish',
        firstAudioMs: expect.any(Number),
        realTimeFactor: expect.any(Number),
      });
      expect(finish?.type === 'finish' && finish.durationSeconds).toBeCloseTo(seconds);
    });

    it('says when words are heard, one after the other and within their chunk', async () => {
      for (const { words, samples, sampleRate } of (await speak(TEXT)).chunks) {
        const times = words.flatMap(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(times[0]).toBeGreaterThanOrEqual(0);
        expect(times.at(-1)).toBeLessThanOrEqual(samples.length / sampleRate);
      }
    });

    it('is silent as long as the text asks for', async () => {
      const { samples, sampleRate } = (await speak(TEXT)).chunks[1] ?? {
        samples: [],
        sampleRate: 1,
      };
      expect(samples.slice(-sampleRate).every((sample) => sample === 0)).toBe(true);
      expect(samples.slice(0, -1.2 * sampleRate).some((sample) => sample !== 0)).toBe(true);
    });

    it('is faster where it should be', async () => {
      const [usual, fast] = [await speak(TEXT), await speak(TEXT, { speed: 2 })];
      expect(fast.seconds / usual.seconds).toBeGreaterThan(0.4);
      expect(fast.seconds / usual.seconds).toBeLessThan(0.65);
    });

    it('names what it cannot read, once, and speaks the rest', async () => {
      const { events, chunks } = await speak('Hello. Привет.\n\nGood morning. Пока.');
      expect(events.filter(({ type }) => type === 'text-skip')).toEqual([
        { type: 'text-skip', reason: expect.stringContaining('cannot read Cyrillic') as string },
      ]);
      expect(chunks.map(({ spoken }) => spoken).join(' ')).toBe('Hello. Good morning.');
    });

    it.each([
      ['***', 'nothing_to_say'],
      [' \n ', 'nothing_to_say'],
      ['Привет мир.', 'language_not_supported'],
    ])('answers %j with %s', async (text, code) => {
      await expect(speak(text)).rejects.toMatchObject({ code });
    });

    it('stops at once, and can be asked again', async () => {
      const { engine, common } = create();
      const stopper = new AbortController();
      const chunks: SpeechEvent[] = [];
      const speaking = (async () => {
        for await (const event of engine.synthesize({ ...common, text: TEXT }, stopper.signal)) {
          if (event.type !== 'audio-chunk') continue;
          chunks.push(event);
          stopper.abort();
        }
      })();
      await expect(speaking).rejects.toMatchObject({ code: 'aborted' });
      expect(chunks).toHaveLength(1);
      for await (const event of engine.synthesize({ ...common, text: TEXT }, never()))
        if (event.type === 'audio-chunk') break;
      const again: string[] = [];
      for await (const event of engine.synthesize({ ...common, text: 'Hello.' }, never()))
        if (event.type === 'audio-chunk') again.push(event.spoken);
      expect(again).toEqual(['Hello.']);
    });

    it('writes what it said as a file where one is wanted', async () => {
      const { events, seconds, chunks } = await speak('Hello there.', { format: 'wav' });
      const file = events.find((event) => event.type === 'audio-file');
      expect(file?.mimeType).toBe('audio/wav');
      const samples = seconds * (chunks[0]?.sampleRate ?? 0);
      expect(file?.bytes.length).toBeGreaterThan(2 * samples);
    });
  });
}
