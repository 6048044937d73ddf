/** Two keys on the curve P-256; the private one cannot be exported. */
export function makeKeys() {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  return crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
}

/** WebCrypto's own type, which browsers and Node declare each under a name of its own. */
export type SigningKeys = Awaited<ReturnType<typeof makeKeys>>;
export type PublicKey = SigningKeys['publicKey'];
export type PrivateKey = SigningKeys['privateKey'];
