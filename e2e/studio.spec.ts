import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { readZip } from '../src/engine/files/read-zip.ts';
import { readHeaderSize } from '../src/engine/images/picture-header.ts';
import { readParameters } from '../src/engine/images/metadata/image-metadata.ts';
import { expect, test, type StudioPage } from './studio-page.ts';

const BRIEF = 'A cosy fox for a reading club in Lisbon, saying “Bem-vindos!”';

const pictures = (page: Page) =>
  page.getByRole('list', { name: 'Pictures', exact: true }).getByRole('listitem');

/** A size of one's own. */
async function addSize(page: Page, name: string, width: number, height: number): Promise<void> {
  await page.getByRole('button', { name: 'Own size' }).click();
  const form = page.getByRole('dialog', { name: 'Own size' });
  await form.getByRole('textbox', { name: 'Name' }).fill(name);
  await form.getByRole('spinbutton', { name: 'Width' }).fill(String(width));
  await form.getByRole('spinbutton', { name: 'Height' }).fill(String(height));
  await form.getByRole('button', { name: 'Add size' }).click();
  await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
}

/** A brief that was understood, with two small sizes that need no enlarging. */
async function beginSet(studio: StudioPage): Promise<void> {
  await studio.open('/#/studio');
  await writeBrief(studio.page);
}

async function writeBrief(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Brief' }).fill(BRIEF);
  await page.getByRole('button', { name: 'Suggest pictures' }).click();
  const sizes = page.getByRole('group', { name: 'Sizes' });
  for (const name of ['Hero', 'Link preview', 'Square post', 'Story'])
    await sizes.getByRole('button', { name }).click();
  await addSize(page, 'wide', 200, 100);
  await addSize(page, 'tall', 100, 200);
}

async function drawSet(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Draw the set' }).click();
  await expect(page.getByRole('button', { name: 'Save zip' })).toBeVisible({ timeout: 120_000 });
}

async function saveZip(page: Page) {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save zip' }).click();
  const path = await (await download).path();
  return readZip(new Blob([await readFile(path)]));
}

async function readBytes(zip: Awaited<ReturnType<typeof saveZip>>, ending: string) {
  const [, entry] = [...zip].find(([name]) => name.endsWith(ending)) ?? [];
  return new Uint8Array((await (await entry?.read())?.arrayBuffer()) ?? new ArrayBuffer(0));
}

const seedOf = async (zip: Awaited<ReturnType<typeof saveZip>>, ending: string) =>
  (await readParameters(await readBytes(zip, ending)))?.parameters.seed;

test('a brief becomes a set of sizes, and a zip of them, without a network', async ({ studio }) => {
  const { page } = studio;
  await beginSet(studio);
  // What was understood, and why; the person knows better.
  const understood = page.getByRole('region', { name: 'Understood' });
  await expect(understood).toContainText('from “Lisbon”');
  await understood.getByRole('combobox', { name: 'Mood' }).selectOption('Cheerful');
  await expect(understood).toContainText('chosen by you');
  await expect(page.getByRole('switch', { name: 'Text' })).toBeChecked();
  await expect(page.getByRole('textbox', { name: 'Words on the picture' })).toHaveValue(
    'Bem-vindos!',
  );
  await expect(page.getByText('2 sizes to make from 1 drawn picture.')).toBeVisible();
  await studio.checkAccessibility();
  await drawSet(page);
  await expect(pictures(page)).toHaveCount(2);

  // Crops follow the point.
  const point = page.getByRole('slider', { name: 'Focal point' });
  await point.press('Shift+ArrowLeft');
  await expect(page.getByText('point set by you')).toBeVisible();
  await expect(page.getByText('To be updated')).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Save zip' })).toBeVisible();
  await studio.checkAccessibility();

  const zip = await saveZip(page);
  expect(
    [...zip.keys()].map((name) => name.replace(/^.*(?=-wide|-tall|\.html|\.json)/, '')),
  ).toEqual(['-wide.webp', '-tall.webp', '.html', '.json']);
  expect(readHeaderSize(await readBytes(zip, '-tall.webp'))).toEqual({ width: 100, height: 200 });
  const html = new TextDecoder().decode(await readBytes(zip, '.html'));
  expect(html).toMatch(/<img src="[^"]+-wide.webp" width="200" height="100" alt="A [^"]+"/);
  const manifest: unknown = JSON.parse(new TextDecoder().decode(await readBytes(zip, '.json')));
  expect(manifest).toMatchObject({
    brief: BRIEF,
    understood: { culture: 'Portugal', mood: 'cheerful' },
    files: [{ drawn: { focalPoint: { method: 'given' } } }, {}],
  });

  // One size is drawn again alone, and lands in the gallery.
  await page.getByRole('button', { name: 'Open tall' }).click();
  await page.getByRole('button', { name: 'Redraw only this size' }).click();
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save zip' })).toBeVisible({ timeout: 120_000 });
  const again = await saveZip(page);
  expect(await seedOf(again, '-wide.webp')).toBe(await seedOf(zip, '-wide.webp'));
  expect(await seedOf(again, '-tall.webp')).not.toBe(await seedOf(zip, '-tall.webp'));
  await page.getByRole('button', { name: 'Add all to gallery' }).click();
  await expect(page.getByRole('button', { name: 'In the gallery' })).toBeVisible();
  await page.getByRole('link', { name: 'Gallery' }).click();
  await expect(page.getByRole('list', { name: 'Pictures' }).getByRole('img')).toHaveCount(2);
  expect(studio.foreignRequests).toEqual([]);
  expect(studio.complaints).toEqual([]);
});

test('a set is there after a reload, and other words are laid over it without drawing', async ({
  studio,
}) => {
  const { page } = studio;
  await beginSet(studio);
  await drawSet(page);
  const before = await saveZip(page);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Brief' })).toHaveValue(BRIEF);
  await expect(page.getByRole('button', { name: 'Open wide' }).getByRole('img')).toBeVisible();
  await page.getByRole('textbox', { name: 'Words on the picture' }).fill('Olá!');
  await expect(page.getByText('2 sizes to make. Nothing is drawn again.')).toBeVisible();
  await page.getByRole('button', { name: 'Update the set' }).click();
  await expect(page.getByRole('button', { name: 'Save zip' })).toBeVisible({ timeout: 60_000 });
  const after = await saveZip(page);
  expect(await seedOf(after, '-wide.webp')).toBe(await seedOf(before, '-wide.webp'));
  expect(await readBytes(after, '-wide.webp')).not.toEqual(await readBytes(before, '-wide.webp'));

  // Sets are copied, renamed, deleted and restored.
  const openSets = () => page.getByRole('button', { name: /^Sets:/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Your sets' });
  await openSets();
  await dialog.getByRole('button', { name: /^Duplicate/ }).click();
  await openSets();
  const sets = dialog.getByRole('list', { name: 'Sets' }).getByRole('listitem');
  await expect(sets).toHaveCount(2);
  await sets
    .first()
    .getByRole('button', { name: /^Rename/ })
    .click();
  await page.keyboard.type('Club');
  await page.keyboard.press('Enter');
  await studio.checkAccessibility();
  await sets
    .nth(1)
    .getByRole('button', { name: /^Delete/ })
    .click();
  await expect(sets).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(sets).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sets: Club' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open wide' }).getByRole('img')).toBeVisible();
});

test('a reload in the middle loses nothing, and the set goes on when it is continued', async ({
  studio,
  context,
}) => {
  const { page } = studio;
  // The check never gets its model: the picture is drawn by then, and its sizes are not cut.
  await context.route('**/starter/nsfwjs/**', () => undefined);
  await beginSet(studio);
  await page.getByRole('switch', { name: 'Content check' }).check();
  await page.getByRole('button', { name: 'Draw the set' }).click();
  const drawn = page.getByRole('list', { name: 'Drawn pictures' }).getByRole('listitem');
  await expect(page.getByRole('slider', { name: 'Focal point' })).toBeVisible({ timeout: 120_000 });
  await page.reload();
  await expect(page.getByText('The set is not finished: the queue is paused.')).toBeVisible({
    timeout: 30_000,
  });
  await expect(drawn).toHaveCount(1);
  await studio.checkAccessibility();
  // It waits among the pictures of Images, too.
  await page.getByRole('link', { name: 'Images' }).click();
  await expect(page.getByRole('region', { name: 'Queue' })).toContainText('Studio: ');
  await page.getByRole('link', { name: 'Studio' }).click();
  await context.unroute('**/starter/nsfwjs/**');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('button', { name: 'Save zip' })).toBeVisible({ timeout: 120_000 });
  await expect(drawn).toHaveCount(1);
  await expect(pictures(page)).toHaveCount(2);
});

test('the same set is not drawn a second time, unless somebody asks for that', async ({
  studio,
}) => {
  const { page } = studio;
  await beginSet(studio);
  await drawSet(page);
  const cached = page.getByText('Cached: the same set was drawn before');
  await expect(cached).toBeHidden();
  const before = await seedOf(await saveZip(page), '-wide.webp');
  await page.getByRole('button', { name: /^Sets:/ }).click();
  await page.getByRole('button', { name: 'New set' }).click();
  await writeBrief(page);
  await drawSet(page);
  await expect(cached).toBeVisible();
  expect(await seedOf(await saveZip(page), '-wide.webp')).toBe(before);
  await page.getByRole('button', { name: 'Draw again' }).click();
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save zip' })).toBeVisible({ timeout: 120_000 });
  await expect(cached).toBeHidden();
  expect(await seedOf(await saveZip(page), '-wide.webp')).not.toBe(before);
});

test('two tabs with one set see what is changed and made in the other', async ({
  studio,
  context,
}) => {
  const { page } = studio;
  await beginSet(studio);
  const other = await context.newPage();
  await other.goto('/#/studio');
  await expect(other.getByRole('textbox', { name: 'Brief' })).toHaveValue(BRIEF);
  await page.getByRole('button', { name: 'Draw the set' }).click();
  await other.getByRole('textbox', { name: 'Words on the picture' }).fill('Olá!');
  await expect(page.getByRole('textbox', { name: 'Words on the picture' })).toHaveValue('Olá!');
  await expect(other.getByRole('button', { name: 'Open wide' }).getByRole('img')).toBeVisible({
    timeout: 120_000,
  });
  // What was asked for before the words were changed is to be updated in both.
  for (const tab of [page, other])
    await expect(tab.getByText('2 sizes to make. Nothing is drawn again.')).toBeVisible({
      timeout: 120_000,
    });
});

test('a stage that fails says so, and the set goes on from there', async ({ studio, context }) => {
  const { page } = studio;
  await context.route('**/starter/nsfwjs/**', (route) => route.abort());
  await beginSet(studio);
  await page.getByRole('switch', { name: 'Content check' }).check();
  await page.getByRole('button', { name: 'Draw the set' }).click();
  const failure = page.getByRole('alert');
  await expect(failure).toContainText('Content check failed.', { timeout: 120_000 });
  await expect(failure).toContainText('What was made before is kept.');
  await studio.checkAccessibility();
  const drawn = page.getByRole('list', { name: 'Drawn pictures' }).getByRole('listitem');
  await expect(drawn).toHaveCount(1);
  await context.unroute('**/starter/nsfwjs/**');
  await page.getByRole('button', { name: 'Run again from here' }).click();
  await expect(page.getByRole('button', { name: 'Save zip' })).toBeVisible({ timeout: 60_000 });
  await expect(pictures(page)).toHaveCount(2);
});
