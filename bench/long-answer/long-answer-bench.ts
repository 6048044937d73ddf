import type { CDPSession, Page } from 'playwright';
import { openStudio } from '../../scripts/demo/studio-session.ts';
import type { Bench, BenchRow } from '../bench.ts';

const CHARACTERS = 20_000;
const CHARACTERS_PER_SECOND = 400;
/** The beginning and the end are looked at apart: what grows with the length shows there. */
const WINDOW_MS = 5_000;

/**
 * The page while a long answer arrives: a model stands in for a fast one, all else is the studio's.
 */
export const longAnswerBench: Bench = {
  about:
    `The chat screen in headless Chromium while an answer of ${CHARACTERS.toLocaleString('en')} characters (headings, lists, tables, highlighted code, formulas) arrives at ` +
    `${CHARACTERS_PER_SECOND} characters, about 100 tokens, a second. Busy is the main thread's own processor time. "peer" is the aim.`,
  async run() {
    const session = await openStudio([]);
    try {
      const { page } = session;
      await page.goto(`${new URL(page.url()).origin}/#/chat`);
      const cdp = await page.context().newCDPSession(page);
      // Time that the thread computed, not time that passed.
      await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
      await replaceEngine(page);
      await page.getByRole('textbox', { name: 'Message' }).fill('Tell me of the tides');
      await page.keyboard.press('Enter');
      const first = await measureWindow(page, cdp);
      await page.waitForFunction(
        (least) => (Reflect.get(globalThis, 'written') as number) >= least,
        CHARACTERS * 0.7,
        {
          timeout: 300_000,
        },
      );
      const last = await measureWindow(page, cdp);
      return [...toRows('at the beginning', first), ...toRows('at the end', last)];
    } finally {
      await session.close();
    }
  },
};

interface Measured {
  framesPerSecond: number;
  longestFrameMs: number;
  busyMsPerSecond: number;
}

function toRows(
  when: string,
  { framesPerSecond, longestFrameMs, busyMsPerSecond }: Measured,
): BenchRow[] {
  const row = (what: string, ours: number, peer: number, unit: string) => ({
    what: `${what}, ${when}`,
    ours,
    peer,
    unit,
    peerName: 'the aim',
  });
  return [
    row('frames per second', framesPerSecond, 60, '/s'),
    row('longest frame', longestFrameMs, 50, 'ms'),
    row('main thread busy, per second', busyMsPerSecond, 500, 'ms'),
  ];
}

async function measureWindow(page: Page, cdp: CDPSession): Promise<Measured> {
  const busyBefore = await readBusyMs(cdp);
  const frames = await page.evaluate(
    (windowMs) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        const frames = {
          note(time: number) {
            times.push(time);
            if (time - (times[0] ?? time) < windowMs) requestAnimationFrame(frames.note);
            else resolve(times);
          },
        };
        requestAnimationFrame(frames.note);
      }),
    WINDOW_MS,
  );
  const seconds = ((frames.at(-1) ?? 0) - (frames[0] ?? 0)) / 1000;
  return {
    framesPerSecond: (frames.length - 1) / seconds,
    longestFrameMs: Math.max(
      ...frames.slice(1).map((time, index) => time - (frames[index] ?? time)),
    ),
    busyMsPerSecond: ((await readBusyMs(cdp)) - busyBefore) / seconds,
  };
}

async function readBusyMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
}

/** Writes the same text on every run, at its own pace. */
async function replaceEngine(page: Page): Promise<void> {
  await page.evaluate(
    ([length, pace]) => {
      const sentence =
        'The **tide** is the rise and fall of the sea, drawn by the *moon* and the `sun`. ';
      const part = [
        '## Spring tides',
        sentence.repeat(4),
        '- one\n- two\n- three',
        '```python\ndef tide(x):\n    return [y * 2 for y in range(x)]\n```',
        '| hour | height |\n|---|---|\n| 6 | 2.1 |\n| 12 | 0.4 |',
        '$$h = a \\cos(\\omega t + \\varphi)$$',
      ].join('\n\n');
      const text = `${part}\n\n`.repeat(Math.ceil(length / part.length)).slice(0, length);
      Object.assign(globalThis, { written: 0 });
      Object.assign(globalThis.triptych.chat, {
        async *generate() {
          const begin = performance.now();
          for (let at = 0; at < text.length;) {
            const due = Math.max(at + 1, Math.floor(((performance.now() - begin) / 1000) * pace));
            yield { type: 'text-delta', text: text.slice(at, due), tokens: [1] };
            at = due;
            Object.assign(globalThis, { written: at });
            await new Promise((resolve) => setTimeout(resolve, 10));
          }
          const usage = {
            promptTokens: 1,
            cachedTokens: 0,
            completionTokens: 1,
            contextLength: 1024,
          };
          yield { type: 'finish', reason: 'stop', usage, firstTokenMs: 1, tokensPerSecond: 1 };
        },
      });
    },
    [CHARACTERS, CHARACTERS_PER_SECOND] as const,
  );
}
