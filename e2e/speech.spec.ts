import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { DOCX_PARAGRAPHS, DOCX_STYLES, makeEpub, zipBook, zipDocx } from './fixtures/documents.ts';
import { makePdf } from './fixtures/pdf.ts';
import { expect, test, type StudioPage } from './studio-page.ts';

const TEXT =
  'The quick brown fox jumped over the lazy dog. Then it slept until noon, and nobody minded.';

const textBox = (page: Page) => page.getByRole('textbox', { name: 'Text to speak' });
const place = (page: Page) => page.getByRole('slider', { name: 'Position in the reading' });
const secondsOf = async (page: Page) => Number(await place(page).getAttribute('aria-valuenow'));
const status = (page: Page) =>
  page.evaluate(() => globalThis.triptych.player.state.getState().status);
/**
 * The words that are marked one after the other, from the reading's beginning until it has ended.
 */
const listMarkedWords = (page: Page) =>
  page.evaluate(async () => {
    const { player } = globalThis.triptych;
    const words: string[] = [];
    player.pause();
    player.seek(0);
    const readMark = () => {
      const [range] = CSS.highlights.get('reading-word') ?? [];
      return range instanceof Range ? range.startOffset : 0;
    };
    // Until the page shows the beginning, and goes on to: a mark of before may be on its way.
    for (let frames = 0; frames < 10; frames = readMark() > 0 ? 0 : frames + 1)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    player.play();
    while (player.state.getState().status !== 'ended') {
      const [range] = CSS.highlights.get('reading-word') ?? [];
      const word = range instanceof Range ? range.toString() : '';
      if (word !== '' && word !== words.at(-1)) words.push(word);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return words;
  });

async function openSpeech(studio: StudioPage): Promise<Page> {
  await studio.open('/#/speech');
  await expect(textBox(studio.page)).toBeVisible();
  return studio.page;
}

/** Speaks a text and waits until it has been computed to its end. */
async function speak(page: Page, text: string): Promise<void> {
  await textBox(page).fill(text);
  await page.getByRole('button', { name: 'Speak', exact: true }).click();
  await expect(page.getByRole('button', { name: /^(Pause|Play)$/ })).toBeVisible();
  await expect(page.getByText(/times as fast as speech|real-time factor/)).toBeVisible({
    timeout: 90_000,
  });
}

test('a text is read with words highlighted; pause, seek and speed work by keyboard', async ({
  studio,
}) => {
  const page = await openSpeech(studio);
  await speak(page, TEXT);
  const words = TEXT.split(' ');
  const marked = await listMarkedWords(page);
  // A busy machine may draw fewer frames than there are words, but never others, and none out of
  // order.
  expect(marked.filter((word) => words.includes(word))).toEqual(marked);
  expect(marked.map((word) => words.indexOf(word))).toEqual(
    marked.map((word) => words.indexOf(word)).sort((a, b) => a - b),
  );
  expect(marked.length).toBeGreaterThan(words.length / 2);
  await page.evaluate(() => {
    globalThis.triptych.player.seek(0);
    globalThis.triptych.player.play();
  });
  await page
    .getByRole('document', { name: 'Text of the reading' })
    .click({ position: { x: 5, y: 5 } });
  await page.keyboard.press(' ');
  await expect.poll(() => status(page)).toBe('paused');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();

  await place(page).focus();
  await page.keyboard.press('End');
  const total = await secondsOf(page);
  expect(total).toBeGreaterThan(3);
  await page.keyboard.press('Home');
  expect(await secondsOf(page)).toBe(0);
  await page.keyboard.press('ArrowRight');
  expect(await secondsOf(page)).toBe(Math.min(5, total));

  await page.getByRole('button', { name: 'Speed: 1 times' }).click();
  await page.getByRole('button', { name: '2×' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  const { rate, positionSeconds } = await page.evaluate(async () => {
    const { player } = globalThis.triptych;
    // Escape ends what is playing a task after the key, when all others have had it.
    await new Promise((resolve) => setTimeout(resolve));
    player.seek(0);
    player.play();
    const until = (seconds: number) =>
      new Promise<void>((resolve, reject) => {
        const tellState = () => reject(new Error(JSON.stringify(player.state.getState())));
        setTimeout(tellState, 30_000);
        const unsubscribe = player.state.subscribe(({ positionSeconds: at, status: now }) => {
          if (at < seconds && ['playing', 'waiting'].includes(now)) return;
          unsubscribe();
          if (at < seconds) tellState();
          else resolve();
        });
      });
    await until(0.2);
    const from = { at: performance.now(), position: player.state.getState().positionSeconds };
    await until(3.2);
    const { positionSeconds: to, rate: set } = player.state.getState();
    return {
      rate: ((to - from.position) * 1000) / (performance.now() - from.at),
      positionSeconds: set,
    };
  });
  expect(positionSeconds).toBe(2);
  expect(rate).toBeGreaterThan(1.6);
  expect(rate).toBeLessThan(2.4);
  await studio.checkAccessibility();
  await expect.poll(() => status(page), { timeout: 15_000 }).toBe('ended');
  expect(studio.foreignRequests).toEqual([]);
  expect(studio.complaints).toEqual([]);
});

test('past readings keep their sound across a reload and offline, and can be deleted and restored', async ({
  studio,
  context,
}) => {
  const page = await openSpeech(studio);
  await speak(page, TEXT);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.getByRole('button', { name: 'New reading' }).click();
  await speak(page, 'Another one.');
  await context.setOffline(true);
  await page.reload();
  const list = page.getByRole('navigation', { name: 'Readings' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await list.getByRole('button', { name: /^The quick brown fox/ }).click();
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => status(page)).toMatch(/playing|ended/);

  await page.getByRole('button', { name: 'New reading' }).click();
  await speak(page, 'Offline it still speaks.');
  await list.getByRole('listitem').filter({ hasText: 'Another one' }).hover();
  await list.getByRole('button', { name: 'Delete Another one.' }).click();
  await expect(list.getByRole('button', { name: /^Another one/ })).toBeHidden();
  await list.getByRole('button', { name: 'Undo' }).click();
  await list.getByRole('button', { name: /^Another one/ }).click();
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => status(page)).toMatch(/playing|ended/);
  await context.setOffline(false);
});

test('a reading can be saved in four audio formats and as subtitles', async ({ studio }) => {
  const page = await openSpeech(studio);
  await speak(page, '# Foxes & dogs\n\nThe **fox** jumped at 10:30 PM. The dog slept.');
  const save = async (name: RegExp) => {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Save the reading' });
    await dialog.getByRole('radio', { name }).check();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: /^Save/ }).click(),
    ]);
    await expect(dialog).toBeHidden();
    expect(download.suggestedFilename()).toMatch(/^Foxes\s+dogs\.\w+$/);
    return readFile(await download.path());
  };
  const [mp3, opus, flac, wav] = [
    await save(/^MP3/),
    await save(/^Opus/),
    await save(/^FLAC/),
    await save(/^WAV/),
  ];
  expect(mp3.subarray(0, 3).toString('latin1')).toBe('ID3');
  expect(opus.subarray(0, 4).toString('latin1')).toBe('OggS');
  expect(flac.subarray(0, 4).toString('latin1')).toBe('fLaC');
  expect(wav.subarray(0, 4).toString('latin1')).toBe('RIFF');
  for (const file of [mp3, opus, flac, wav]) {
    const isUtf16 = file === mp3 && file.includes(Buffer.from('Foxes & dogs', 'utf16le'));
    expect(isUtf16 || file.includes('Foxes & dogs'), 'the title is in the file').toBe(true);
  }
  const seconds = await page.evaluate(
    () => globalThis.triptych.speechStore.getState().open?.reading.durationSeconds,
  );
  for (const file of [mp3, opus, flac, wav]) {
    const decoded = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(bytes.buffer);
      const samples = sound.getChannelData(0);
      return {
        seconds: sound.duration,
        loudness: Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length),
      };
    }, file.toString('base64'));
    expect(Math.abs(decoded.seconds - (seconds ?? 0))).toBeLessThan(0.15);
    expect(decoded.loudness).toBeGreaterThan(0.01);
  }
  // What is told before is about what is written.
  expect(mp3.length).toBeGreaterThan((seconds ?? 0) * 4000);
  expect(mp3.length).toBeLessThan((seconds ?? 0) * 12_000);
  const srt = (await save(/SRT/)).toString();
  expect(srt).toMatch(/^1\r?\n00:00:00,\d{3} --> 00:00:0\d,\d{3}\r?\nFoxes & dogs\r?\n/);
  expect(srt, 'as it was written').toContain('The fox jumped at 10:30 PM.');
  const vtt = (await save(/WebVTT/)).toString();
  expect(vtt).toMatch(/^WEBVTT/);
  expect(vtt).toContain('The dog slept.');
});

test('Markdown, EPUB, Word and PDF files are read; one without text is explained', async ({
  studio,
}) => {
  const page = await openSpeech(studio);
  const choose = (name: string, buffer: Buffer) =>
    page
      .getByLabel('File to read')
      .setInputFiles({ name, buffer, mimeType: 'application/octet-stream' });
  await choose('notes.md', Buffer.from('# Notes\n\n- one\n- two'));
  await expect(textBox(page)).toHaveValue('# Notes\n\n- one\n- two');
  await choose('book.epub', makeEpub(['It began in spring.', 'It ended in autumn.']));
  await expect(textBox(page)).toHaveValue('It began in spring.\n\nIt ended in autumn.');
  await choose('report.docx', zipDocx(DOCX_PARAGRAPHS.join(''), DOCX_STYLES));
  await expect(textBox(page)).toHaveValue(/^The sea\n\nOnce there was a boat\.\n\nThe land/);
  await choose('page.pdf', Buffer.from(makePdf('A page of paper speaks.')));
  await expect(textBox(page)).toHaveValue('A page of paper speaks.');
  for (const [name, content, sentence] of [
    ['broken.epub', 'PK nothing', 'not an EPUB'],
    ['broken.pdf', '%PDF nothing', 'damaged'],
    ['photo.png', 'PNG', 'has no readable text'],
  ] as const) {
    await choose(name, Buffer.from(content));
    await expect(page.getByRole('alert')).toContainText(sentence);
  }
  await expect(textBox(page), 'what was there stays').toHaveValue('A page of paper speaks.');
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['Dropped words.'], 'drop.txt', { type: 'text/plain' }));
    return transfer;
  });
  await textBox(page).dispatchEvent('drop', { dataTransfer: dropped });
  await expect(textBox(page)).toHaveValue('Dropped words.');
  await expect(page.getByText('Set aside: “A page of paper speaks.”')).toBeVisible();
  await studio.checkAccessibility();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(textBox(page)).toHaveValue('A page of paper speaks.');
});

test('a book with the quirks of real books is read whole; missing and oversized parts are reported', async ({
  studio,
}) => {
  const page = await openSpeech(studio);
  const choose = (name: string, buffer: Buffer) =>
    page
      .getByLabel('File to read')
      .setInputFiles({ name, buffer, mimeType: 'application/epub+zip' });
  const xhtml = (head: string, body: string) =>
    `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head>${head}</head><body>${body}</body></html>`;
  const book = zipBook([
    [
      '100%.xhtml',
      xhtml('<title/>', '<h1>One</h1><p>Ann&nbsp;came<sup><a href="#n1">1</a></sup>.</p>'),
    ],
    [
      'two',
      xhtml(
        '<script src="x"/>',
        '<table><tr><td>Ann</td><td>41</td></tr></table><iframe/><p>End.</p>',
      ),
    ],
    ['gone.xhtml', null],
  ]);
  await choose('book.epub', book);
  await expect(textBox(page)).toHaveValue('One\n\nAnn came.\n\nAnn 41\n\nEnd.');
  await expect(
    page.getByText('One page that this book lists is missing from the file.'),
  ).toBeVisible();
  await studio.checkAccessibility();

  const bomb = zipBook(
    Array.from({ length: 12 }, (_, index) => [`c${index}.xhtml`, Buffer.alloc(5e6, ' ')] as const),
  );
  await choose('bomb.epub', bomb);
  await expect(page.getByRole('alert')).toContainText(
    'The pages of this document unpack to more than 50 MB',
  );
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(textBox(page), 'what was there stays').toHaveValue(/^One/);

  // Long enough to be stopped.
  const long = Array.from(
    { length: 400 },
    (_, index) => [`c${index}.xhtml`, xhtml('', `${'<p>'.repeat(20_000)}Page ${index}`)] as const,
  );
  await choose('long.epub', zipBook(long));
  await expect(page.getByRole('progressbar', { name: 'Reading long.epub' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('progressbar')).toBeHidden();
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(textBox(page)).toHaveValue(/^One/);
});

test('a voice that cannot read a script says so and reads the rest', async ({ studio }) => {
  const page = await openSpeech(studio);
  await speak(page, 'Hello there. Привет. Goodbye.');
  await expect(
    page.getByText('This voice cannot read Cyrillic, so those words are left out.'),
  ).toBeVisible();
  await studio.checkAccessibility();
  await page.getByRole('button', { name: 'New reading' }).click();
  await textBox(page).fill('Привет мир');
  await page.getByRole('button', { name: 'Speak', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('This voice cannot read Cyrillic');
  await expect(textBox(page), 'the text is still there').toHaveValue('Привет мир');
});

test('voices can be previewed and filtered', async ({ studio }) => {
  const page = await openSpeech(studio);
  await page.getByRole('button', { name: 'Voice: Clara' }).click();
  const dialog = page.getByRole('dialog', { name: 'Flite voices' });
  await expect(dialog.getByRole('listitem')).toHaveCount(3);
  await studio.checkAccessibility();
  await dialog.getByRole('radio', { name: 'Male', exact: true }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await dialog.getByLabel('Language').selectOption('en-gb');
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Hear Alan' }).click();
  await expect(dialog.getByRole('button', { name: 'Stop Alan' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Hear Alan' }), 'the sample ends').toBeVisible();
  await dialog.getByRole('button', { name: /^Alan/ }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Voice: Alan' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Voice: Alan' })).toBeVisible();
});

test('bad texts are explained; a megabyte starts at once and stops on request', async ({
  studio,
}) => {
  const page = await openSpeech(studio);
  await textBox(page).fill('😀🎉');
  await page.getByRole('button', { name: 'Speak', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('There is nothing to say');
  await expect(page.getByRole('alert')).toContainText('nothing_to_say');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(textBox(page), 'the text is still there').toHaveValue('😀🎉');

  await textBox(page).fill('The quick brown fox jumped over the lazy dog. '.repeat(23_000));
  await page.getByRole('button', { name: 'Speak', exact: true }).click();
  await expect.poll(() => status(page)).toBe('playing');
  await page.getByRole('button', { name: 'Stop speaking' }).click();
  await expect(page.getByRole('button', { name: 'Continue speaking' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Readings' })).toContainText('not finished');
});

test('an answer is read aloud on request, or automatically while it is written', async ({
  studio,
}) => {
  const { page } = studio;
  const reading = () =>
    page.evaluate(() => globalThis.triptych.readAloud.state.getState().messageId !== null);
  await studio.open();
  await studio.ask('Where are my chats kept?');
  const answer = await studio.answer();
  await answer.getByRole('button', { name: 'Read aloud' }).click();
  await answer.getByRole('button', { name: 'Stop reading' }).click();
  await expect(answer.getByRole('button', { name: 'Read aloud' })).toBeVisible();

  await page.getByRole('button', { name: 'Read answers aloud' }).click();
  await expect(page.getByRole('button', { name: 'Read answers aloud' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.evaluate(() => {
    const { readAloud, chatStore } = globalThis.triptych;
    document.title = '';
    readAloud.state.subscribe(({ messageId, problem }) => {
      const { run } = chatStore.getState();
      const isWriting = run.status !== 'idle' && run.messageId === messageId;
      if (messageId !== null && isWriting) document.title = 'reads along';
      if (problem) document.title = problem.code;
    });
  });
  await studio.ask('Hero image for a bakery, warm light');
  await expect(page).toHaveTitle('reads along');
  await studio.answer();
  // To the end, unattended.
  await expect.poll(reading, { timeout: 90_000 }).toBe(false);
  await expect(page).toHaveTitle('reads along');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Read answers aloud' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  expect(studio.complaints).toEqual([]);
});

test('the quick voice speaks on click and marks the spoken word', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/settings');
  await page.getByRole('heading', { level: 1 }).click();
  const heard = await page.evaluate(async () => {
    const speaker = globalThis.triptych.quickSpeaker;
    const text = 'One two three.';
    const words: string[] = [];
    speaker.subscribe(({ word }) => word && words.push(text.slice(word.start, word.end)));
    speaker.getState().prepare();
    speaker.getState().speak(text);
    while (speaker.getState().status !== 'idle')
      await new Promise((resolve) => setTimeout(resolve, 20));
    return { words, ...speaker.getState() };
  });
  expect(heard.problem).toBeNull();
  expect(heard.words).toEqual(['One', 'two', 'three.']);
  expect(heard.firstSoundMs).toBeGreaterThan(0);
});

/** Long enough to be heard while one looks around. */
const LONG = 'The quick brown fox jumped over the lazy dog. '.repeat(60);

test('a reading continues on other screens, where a mini player pauses it and Escape ends it', async ({
  studio,
}) => {
  const page = await openSpeech(studio);
  await textBox(page).fill(LONG);
  await page.getByRole('button', { name: 'Speak', exact: true }).click();
  await expect.poll(() => status(page)).toMatch(/playing|waiting/);
  const bar = page.getByRole('region', { name: 'Now reading' });
  await expect(bar, 'it has its own player here').toBeHidden();
  for (const [width, height] of [
    [320, 568],
    [844, 390],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.goto('/#/chat');
    await expect(bar.getByRole('link')).toHaveText(/^The quick brown fox/);
    const send = await page.getByRole('button', { name: 'Send' }).boundingBox();
    const player = await bar.boundingBox();
    expect((send?.y ?? 0) + (send?.height ?? 0), `${width} px`).toBeLessThanOrEqual(player?.y ?? 0);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    ).toBeLessThanOrEqual(0);
  }
  await studio.checkAccessibility();
  await bar.getByRole('button', { name: 'Pause reading' }).click();
  await expect.poll(() => status(page)).toBe('paused');
  await bar.getByRole('button', { name: 'Continue reading' }).click();
  await expect.poll(() => status(page)).toMatch(/playing|waiting/);

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText(
    'drawing or voice',
  );
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(await status(page), 'a dialog closes first').toMatch(/playing|waiting/);
  await page.keyboard.press('Escape');
  await expect(bar).toBeHidden();
  expect(await status(page)).toBe('paused');
  await expect
    .poll(() => page.evaluate(() => globalThis.triptych.speechStore.getState().run.status))
    .toBe('idle');
});

test('changing the voice leaves the reading as it was, and re-reads it on request', async ({
  studio,
}) => {
  const page = await openSpeech(studio);
  await speak(page, TEXT);
  await expect(page.getByText('Read by Clara')).toBeVisible();
  await page.getByRole('button', { name: 'Voice: Clara' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Alan/ }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Read by Clara')).toBeVisible();
  await page.getByRole('button', { name: 'Read again with Alan' }).click();
  await expect(page.getByText('Read by Alan')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Read again/ })).toBeHidden();
  await expect(
    page.getByRole('navigation', { name: 'Readings' }).getByRole('listitem'),
  ).toHaveCount(2);
});

test('a file is saved at the chosen speed: as heard, or normal', async ({ studio }) => {
  const page = await openSpeech(studio);
  await speak(page, TEXT);
  await page.evaluate(() => globalThis.triptych.player.setRate(1.5));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the reading' });
  await expect(dialog).toContainText('at 1.5×');
  await studio.checkAccessibility();
  await dialog.getByRole('radio', { name: /^WAV/ }).check();
  const save = async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: /^Save WAV/ }).click(),
    ]);
    await expect(dialog).toBeHidden();
    return (await readFile(await download.path())).length;
  };
  const fast = await save();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.getByRole('radio', { name: 'Normal speed' }).click();
  await dialog.getByRole('radio', { name: /^WAV/ }).check();
  expect((await save()) / fast).toBeCloseTo(1.5, 1);
});

test('chapters can be jumped to, even before they have been spoken, and are remembered', async ({
  studio,
}) => {
  const page = await openSpeech(studio);
  const chapter = (name: string) =>
    `<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>${name}</h1><p>${LONG}</p></body></html>`;
  const buffer = zipBook(
    ['Morning', 'Noon', 'Evening'].map((name) => [`${name}.xhtml`, chapter(name)] as const),
  );
  await page
    .getByLabel('File to read')
    .setInputFiles({ name: 'Day.epub', buffer, mimeType: 'application/epub+zip' });
  await page.getByRole('button', { name: 'Speak', exact: true }).click();
  await expect.poll(() => status(page)).toMatch(/playing|waiting/);
  const goTo = async (name: string) => {
    await page.getByRole('button', { name: 'Chapters' }).click();
    await page.getByRole('menuitemradio', { name }).click();
  };
  const heardAt = () =>
    page.evaluate(() => {
      const [range] = CSS.highlights.get('reading-word') ?? [];
      return range instanceof Range ? range.startOffset : 0;
    });
  await goTo('Evening');
  await expect.poll(heardAt).toBeGreaterThan(2 * LONG.length);
  await expect.poll(() => status(page)).toMatch(/playing|waiting/);
  await page.reload();
  await page.getByRole('button', { name: /^Day/ }).click();
  await page.getByRole('button', { name: 'Chapters' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Evening' })).toHaveAttribute(
    'aria-checked',
    'true',
  );
});

test('ten seconds back and forward, and repeating a sentence, by button and key', async ({
  studio,
}) => {
  const page = await openSpeech(studio);
  await speak(page, 'The quick brown fox jumped over the lazy dog. '.repeat(8));
  const at = () => page.evaluate(() => globalThis.triptych.player.state.getState().positionSeconds);
  await page.evaluate(() => {
    globalThis.triptych.player.pause();
    globalThis.triptych.player.seek(0);
  });
  await page.getByRole('button', { name: 'Forward 10 seconds' }).click();
  expect(await at()).toBeCloseTo(10, 1);
  await page.getByRole('document', { name: 'Text of the reading' }).press('ArrowLeft');
  expect(await at()).toBeCloseTo(0, 1);
  await page.getByRole('button', { name: 'Forward 10 seconds' }).click();
  await page.getByRole('button', { name: 'Read the sentence again' }).click();
  expect(await at()).toBeLessThan(10);
  expect(await at()).toBeGreaterThan(4);
});

test('a new reading is empty, and the earlier text can be restored', async ({ studio }) => {
  const page = await openSpeech(studio);
  await textBox(page).fill('A draft by hand.');
  await page.getByRole('button', { name: 'New reading' }).click();
  await expect(textBox(page)).toHaveValue('');
  await page.reload();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(textBox(page)).toHaveValue('A draft by hand.');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden();
});

test('on a phone a reading fits, in dark mode, and is accessible', async ({ studio }) => {
  const { page } = studio;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await openSpeech(studio);
  await speak(page, TEXT);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
  ).toBeLessThanOrEqual(0);
  await studio.checkAccessibility();
  await page.getByRole('button', { name: 'Readings' }).click();
  await expect(page.getByRole('dialog', { name: 'Readings' })).toBeVisible();
  await studio.checkAccessibility();
});
