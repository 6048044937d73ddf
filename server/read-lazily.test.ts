import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readlink, rm, truncate, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve, type ServerType } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLazily } from './read-lazily.ts';

/** Only where the operating system lists a process's open files. */
const OPEN_FILES = '/proc/self/fd';
/** More than the buffers of a connection hold. */
const SIZE_BYTES = 2 ** 26;

describe.skipIf(!existsSync(OPEN_FILES))('a file that is read lazily', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lazily-'));
    file = join(folder, 'large');
    await writeFile(file, '');
    await truncate(file, SIZE_BYTES);
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function countOpen(): Promise<number> {
    const links = await Promise.all(
      (await readdir(OPEN_FILES)).map((name) => readlink(join(OPEN_FILES, name)).catch(() => '')),
    );
    return links.filter((link) => link === file).length;
  }

  it('is closed when its reader stalls, and the reader is told', async () => {
    const reader = readLazily(file, 0, SIZE_BYTES - 1, 50).getReader();
    expect(await countOpen()).toBe(0);
    await reader.read();
    expect(await countOpen()).toBe(1);
    await expect.poll(countOpen).toBe(0);
    await expect(reader.read()).rejects.toThrow('Nobody has read');
  });

  it('is closed when its reader goes', async () => {
    const reader = readLazily(file, 0, SIZE_BYTES - 1).getReader();
    await reader.read();
    await reader.cancel();
    expect(await countOpen()).toBe(0);
  });

  it('lets a client go that takes nothing', async () => {
    const respond = () =>
      new Response(readLazily(file, 0, SIZE_BYTES - 1, 300), {
        headers: { 'Content-Length': String(SIZE_BYTES) },
      });
    const server = await new Promise<ServerType>((done) => {
      const started = serve({ fetch: respond, hostname: '127.0.0.1', port: 0 }, () =>
        done(started),
      );
    });
    const connections = () =>
      new Promise<number>((done) => server.getConnections((_, count) => done(count)));
    const { port } = server.address() as { port: number };
    const socket = connect(port, '127.0.0.1').pause();
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await expect.poll(countOpen, { timeout: 10_000 }).toBe(1);
    await expect.poll(countOpen, { timeout: 10_000 }).toBe(0);
    await expect.poll(connections, { timeout: 10_000 }).toBe(0);
    socket.destroy();
    server.close();
  });
});
