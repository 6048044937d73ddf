import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { TEST_MODEL_FOLDERS } from './fixtures/write-fixtures.ts';

/** The studio as a person has it in front of them. */
export interface StudioPage {
  page: Page;
  /**
   * Addresses outside the studio's origin that anything (page, workers, service worker) asked for.
   */
  foreignRequests: string[];
  /** Complaints of the browser: errors, violations of the content security policy. */
  complaints: string[];
  open(path?: string): Promise<void>;
  ask(question: string): Promise<void>;
  /** The last answer, once it has ended. */
  answer(): Promise<Locator>;
  /** Throws where axe finds something. */
  checkAccessibility(): Promise<void>;
}

interface StudioOptions {
  /**
   * The visitor has asked for little data (Save-Data), so that nothing is fetched and loaded ahead
   * which the story does not use. Stories about that set it to false.
   */
  sparesData: boolean;
}

export const test = base.extend<StudioOptions & { studio: StudioPage }>({
  sparesData: [true, { option: true }],
  async studio({ page, context, baseURL, sparesData }, use) {
    if (sparesData) {
      const session = await context.newCDPSession(page);
      await session.send('Emulation.setDataSaverOverride', { dataSaverEnabled: true });
    }
    const foreignRequests: string[] = [];
    const complaints: string[] = [];
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== baseURL) foreignRequests.push(request.url());
    });
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(error.error().message));
    const last = () => page.getByRole('article', { name: 'Answer' }).last();
    await use({
      page,
      foreignRequests,
      complaints,
      async open(path = '/#/chat') {
        await page.goto(path);
        // Screens are loaded when they are first shown.
        await expect(
          page.getByRole('main').getByRole('heading', { level: 1 }).first(),
        ).toBeAttached();
      },
      async ask(question) {
        await page.getByRole('textbox', { name: 'Message' }).fill(question);
        await page.getByRole('button', { name: 'Send' }).click();
      },
      async answer() {
        await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeHidden({
          timeout: 90_000,
        });
        await expect(last()).toHaveAttribute('aria-busy', 'false');
        return last();
      },
      async checkAccessibility() {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
          ),
        ).toEqual([]);
      },
    });
  },
});

export { expect };

/** Skips a test that needs real weights where the folder with them is absent. */
export function needsWeights(repository: string): void {
  const isHere = TEST_MODEL_FOLDERS.some((folder) => existsSync(join(folder, repository)));
  test.skip(!isHere, `needs ${repository} in a folder of TRIPTYCH_MODELS`);
}
