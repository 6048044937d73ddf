import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { FIXTURE_MODELS } from './fixtures/write-fixtures.ts';

export function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export interface CompanionOptions {
  port: number;
  /** Where it keeps its keys. */
  folder: string;
  /** Of the pages that it lets in. */
  origin: string;
  /** As TRIPTYCH_UPSTREAMS has them. */
  upstreams: string;
}

/** A server as a person starts it, for pages of one other origin, with keys. */
export function startCompanion({
  port,
  folder,
  origin,
  upstreams,
}: CompanionOptions): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      TRIPTYCH_PORT: String(port),
      TRIPTYCH_DATA: folder,
      TRIPTYCH_MODELS: FIXTURE_MODELS,
      TRIPTYCH_REQUIRE_KEY: 'true',
      TRIPTYCH_ORIGINS: origin,
      TRIPTYCH_UPSTREAMS: upstreams,
    },
  });
}
