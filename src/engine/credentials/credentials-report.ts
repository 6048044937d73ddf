/**
 * Whether credentials hold:
 * - `yours`: unchanged, and signed by this browser's key
 * - `unknown-signer`: unchanged, and signed by a key that this browser does not know
 * - `changed`: the picture or its credentials were changed after they were signed
 * - `broken`: they cannot be read, or they were not signed as they should be
 */
export type CredentialsState = 'yours' | 'unknown-signer' | 'changed' | 'broken';

/** What a picture file's credentials say. Texts are from the file, shortened where they are long. */
export type CredentialsReport =
  | { state: 'none' }
  | {
      state: CredentialsState;
      /** Who signed; `undefined` where that cannot be read. */
      signer?: string | undefined;
      /** When it was signed or last changed, as the file says: an ISO date. */
      at?: string | undefined;
      /** The program that wrote the credentials. */
      generator?: string | undefined;
      /** In the order in which they were done. */
      actions: readonly ReportedAction[];
      /** The files that went into this one. */
      ingredients: readonly ReportedIngredient[];
      /** Codes of C2PA for what is wrong. */
      problems: readonly string[];
    };

export interface ReportedAction {
  /** C2PA's name, such as `c2pa.created`. */
  action: string;
  description?: string | undefined;
  /** The last part of the IPTC's address, such as `trainedAlgorithmicMedia`. */
  sourceType?: string | undefined;
  software?: string | undefined;
  model?: string | undefined;
  revision?: string | undefined;
}

/** What its own credentials say, which came along with it. */
export interface ReportedIngredient {
  title?: string | undefined;
  /** Whether they held when it was opened. */
  credentials: 'none' | 'valid' | 'invalid';
  signer?: string | undefined;
  actions: readonly ReportedAction[];
}
