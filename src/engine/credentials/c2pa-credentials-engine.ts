import { EngineError, throwIfAborted } from '../errors.ts';
import { readBytes } from '../files/file-budget.ts';
import { detectKind } from '../image-ops/inspect/picture-kind.ts';
import { defineManifest, PARENT_LABEL } from './claim/manifest-definition.ts';
import type { CredentialsEngine, SignRequest } from './credentials-engine.ts';
import type { CredentialsReport } from './credentials-report.ts';
import { findCredentials } from './has-credentials.ts';
import { SIGNATURE_BYTES, signClaim } from './identity/cose-signature.ts';
import { openIdentity, type IdentityStore } from './identity/signing-identity.ts';
import type { C2paBuilder, C2paModule, LoadC2pa } from './load-c2pa.ts';
import { BROKEN, readManifestStore } from './read-manifest-store.ts';

/** What a platform gives to Content Credentials. */
export interface CredentialsPlatform {
  loadC2pa: LoadC2pa;
  identities: IdentityStore;
}

/** Kinds of files that can hold credentials here. */
const KINDS = ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'];

/** Nothing is asked of the network, and no thumbnails are made. */
const SETTINGS = {
  verify: { verify_after_sign: false, remote_manifest_fetch: false, ocsp_fetch: false },
  builder: { thumbnail: { enabled: false } },
};

/** Content Credentials by c2pa-rs. In workers only. */
export function createC2paCredentialsEngine({
  loadC2pa,
  identities,
}: CredentialsPlatform): CredentialsEngine {
  return {
    async sign(request, signal) {
      const type = typeOf(await readStart(request.file));
      const identity = await openIdentity(identities, request.signerName);
      const c2pa = await loadC2pa();
      throwIfAborted(signal);
      const signer = {
        alg: 'es256',
        reserveSize: SIGNATURE_BYTES,
        sign: (claim: Uint8Array<ArrayBuffer>) => signClaim(identity, claim),
      } as const;
      try {
        const builder = await openBuilder(c2pa, request);
        try {
          const signed = await builder.sign(signer, [], type, request.file);
          throwIfAborted(signal);
          return new Blob([new Uint8Array(signed)], { type });
        } finally {
          builder.free();
        }
      } catch (thrown) {
        throw explainFailure(thrown);
      }
    },
    async *read(file) {
      const kind = findCredentials(await readBytes(file));
      if (kind === undefined) return yield { type: 'file-end', result: { state: 'none' } };
      yield { type: 'file-progress', done: 0, total: 1 };
      const c2pa = await loadC2pa();
      const settings = JSON.stringify({ ...SETTINGS, trust: await trustOwn(identities) });
      const result = await readReport(c2pa, `image/${kind}`, file, settings);
      yield { type: 'file-end', result };
    },
  };
}

async function readReport(
  { WasmReader }: C2paModule,
  type: string,
  file: Blob,
  settings: string,
): Promise<CredentialsReport> {
  try {
    const reader = await WasmReader.fromBlob(type, file, settings);
    try {
      return readManifestStore(reader.manifestStore());
    } finally {
      reader.free();
    }
  } catch (thrown) {
    const error = EngineError.from(thrown);
    if (error.code === 'out_of_memory') throw error;
    // What its parser refuses holds no credentials that could be shown.
    return BROKEN;
  }
}

const START_BYTES = 4096;

async function readStart(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return readBytes(file.slice(0, START_BYTES));
}

function findType(start: Uint8Array): string | undefined {
  const kind = detectKind(start);
  return kind && KINDS.includes(kind) ? `image/${kind}` : undefined;
}

function typeOf(start: Uint8Array): string {
  const type = findType(start);
  if (type) return type;
  throw new EngineError(
    'not_supported',
    'Content Credentials cannot be added to this kind of file. Choose JPEG, PNG, WebP or AVIF.',
  );
}

async function openBuilder(c2pa: C2paModule, { claim }: SignRequest): Promise<C2paBuilder> {
  const definition = JSON.stringify(defineManifest(claim));
  const builder = c2pa.WasmBuilder.fromJson(definition, JSON.stringify(SETTINGS));
  const { origin } = claim;
  if (origin.kind === 'created') return builder;
  const type = findType(await readStart(origin.file));
  const format = type ?? (origin.file.type || 'application/octet-stream');
  const parent = JSON.stringify({ relationship: 'parentOf', label: PARENT_LABEL, format });
  if (type) await builder.addIngredientFromBlob(parent, type, origin.file);
  else builder.addIngredient(parent);
  return builder;
}

/** Only this browser's own authority is known, so that its signatures are told from all others. */
async function trustOwn(identities: IdentityStore): Promise<object> {
  const identity = await identities.read().catch(() => undefined);
  if (!identity) return {};
  const base64 = btoa(String.fromCharCode(...identity.authorityCertificate));
  const lines = base64.match(/.{1,64}/g) ?? [];
  const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''];
  return { user_anchors: pem.join('\n') };
}

/** c2pa-rs throws texts; where it has stopped altogether, its worker must be ended. */
function explainFailure(thrown: unknown): EngineError {
  if (thrown instanceof Error && thrown.name === 'RuntimeError')
    return new EngineError('engine_crashed', 'The signing engine stopped.', { cause: thrown });
  const error = EngineError.from(thrown);
  if (error.code !== 'internal' || !error.details.isForeign) return error;
  return new EngineError(
    'invalid_request',
    'Content Credentials could not be added: the picture’s file is damaged or has an unusual form. Save it without them.',
    { cause: thrown },
  );
}
