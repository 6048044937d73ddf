import { EngineError } from '../errors.ts';

/**
 * The part of c2pa-rs (through @contentauth/c2pa-wasm) that is used here. It reads blobs through
 * `FileReaderSync`, so it runs in workers only.
 */
export interface C2paModule {
  WasmBuilder: {
    fromJson(definition: string, settings: string): C2paBuilder;
  };
  WasmReader: {
    fromBlob(type: string, file: Blob, settings: string): Promise<C2paReader>;
  };
}

export interface C2paBuilder {
  addIngredientFromBlob(ingredient: string, type: string, file: Blob): Promise<void>;
  /** For a file that is only spoken of. */
  addIngredient(ingredient: string): void;
  sign(signer: C2paSigner, identities: unknown[], type: string, file: Blob): Promise<Uint8Array>;
  free(): void;
}

export interface C2paSigner {
  alg: 'es256';
  /** Bytes of the signature. */
  reserveSize: number;
  sign(claim: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}

export interface C2paReader {
  manifestStore(): unknown;
  free(): void;
}

export type LoadC2pa = () => Promise<C2paModule>;

/**
 * Loads c2pa-rs when it is first needed: nine megabytes, three of them to fetch. `wasmUrl`: where
 * its wasm file is. Throws `download_failed`.
 */
export function createC2paLoader(wasmUrl: string): LoadC2pa {
  let loading: Promise<C2paModule> | undefined;
  const load = async (): Promise<C2paModule> => {
    const c2pa = await import('@contentauth/c2pa-wasm');
    await c2pa.default({ module_or_path: wasmUrl });
    return c2pa;
  };
  return () =>
    (loading ??= load().catch((thrown: unknown) => {
      loading = undefined;
      throw new EngineError(
        'download_failed',
        'the part that reads and writes Content Credentials could not be fetched',
        { cause: thrown },
      );
    }));
}
