import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import { chromiumLaunchOptions } from '../e2e/chromium.ts';
import type { Peers } from './peer-page.ts';

/** As many as the studio takes (workers/browser-host.ts). */
export const PEER_THREADS = Math.min(4, availableParallelism());

type Method<Name extends keyof Peers> = keyof Peers[Name] & string;
type Signature<Name extends keyof Peers, Called extends Method<Name>> = Extract<
  Peers[Name][Called],
  (...given: never[]) => unknown
>;

/** A program to compare with, in a worker on a page of its own browser. */
export interface OpenPeer<Name extends keyof Peers> {
  page: Page;
  /** The address of a file of this machine that the page may read. */
  addressOf(path: string): string;
  /** Starts a fresh worker; the one before ends. */
  start(): Promise<void>;
  call<Called extends Method<Name>>(
    method: Called,
    ...given: Parameters<Signature<Name, Called>>
  ): Promise<Awaited<ReturnType<Signature<Name, Called>>>>;
  close(): Promise<void>;
}

/**
 * The page has the studio's isolation, so that peers may use threads, but no content security
 * policy: some run scripts from blobs.
 */
export async function openPeer<Name extends keyof Peers>(
  name: Name,
  readableFolders: readonly string[] = [],
): Promise<OpenPeer<Name>> {
  const server = await createServer({
    server: {
      port: 0,
      host: '127.0.0.1',
      headers: { 'Content-Security-Policy': '' },
      fs: { allow: ['.', ...readableFolders] },
    },
    logLevel: 'error',
    // Named, so that they are not found in the middle of a run, which would reload the page.
    optimizeDeps: {
      include: ['comlink', 'kokoro-js > phonemizer'],
      exclude: ['kokoro-js', '@wllama/wllama'],
    },
  });
  await server.listen();
  const { port } = server.httpServer?.address() as { port: number };
  const origin = `http://127.0.0.1:${port}`;
  const browser = await chromium.launch(chromiumLaunchOptions());
  const page = await browser.newPage();
  await page.goto(`${origin}/bench/peer.html`);
  await page.waitForFunction(() => 'startPeer' in globalThis);
  const start = () => page.evaluate((peer) => globalThis.startPeer(peer), name);
  await start();
  return {
    page,
    start,
    addressOf: (path) => `${origin}/@fs${encodeURI(path)}`,
    call: (method, ...given) =>
      page.evaluate(([called, values]) => globalThis.callPeer(called, values), [
        method,
        given,
      ] as const) as never,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** The version of a package that is installed here. */
export async function readVersion(packageName: string): Promise<string> {
  const text = await readFile(`node_modules/${packageName}/package.json`, 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
