import wasm from '@contentauth/c2pa-wasm/c2pa.wasm?url';
import { exposeEngine } from '../src/comlink/expose-engine.ts';
import { createC2paCredentialsEngine } from '../src/engine/credentials/c2pa-credentials-engine.ts';
import type { SignRequest } from '../src/engine/credentials/credentials-engine.ts';
import type { CredentialsReport } from '../src/engine/credentials/credentials-report.ts';
import { createC2paLoader } from '../src/engine/credentials/load-c2pa.ts';
import type { FileEvent } from '../src/engine/files/file-event.ts';
import { createIdentityStore } from '../src/storage/signing-identity.ts';
import { holdLifeLock } from './life-lock.ts';

/** Content Credentials, off the page's thread. */
export interface CredentialsWorker {
  sign(request: SignRequest, signal: AbortSignal): Promise<Blob>;
  /** A job that reads a dropped file (engine-client/file-reader.ts). */
  read(file: Blob): AsyncIterable<FileEvent<CredentialsReport>>;
}

const engine = createC2paCredentialsEngine({
  loadC2pa: createC2paLoader(new URL(wasm, self.location.href).href),
  identities: createIdentityStore(),
});

exposeEngine<CredentialsWorker>(
  {
    sign: (request, signal) => engine.sign(request, signal),
    read: (file) => engine.read(file),
  },
  holdLifeLock(),
);
