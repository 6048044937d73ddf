import { joinBytes } from '../../join-bytes.ts';
import type { SigningIdentity } from './signing-identity.ts';

/**
 * Bytes that a signature takes in a file. Both certificates, with the longest names, fill less than
 * two thirds of it, and padding fills the rest.
 */
export const SIGNATURE_BYTES = 3072;

type Bytes = Uint8Array<ArrayBuffer>;

const ALGORITHM = 1;
const ES256 = -7;
const X5CHAIN = 33;

/**
 * Signs a claim: a COSE_Sign1 (RFC 9052) without its payload, with the certificates in its header,
 * padded to `SIGNATURE_BYTES` as C2PA asks for (C2PA 2.2, "Signing a claim").
 */
export async function signClaim(identity: SigningIdentity, claim: Bytes): Promise<Bytes> {
  const header = joinBytes([
    head(MAP, 2),
    number(ALGORITHM),
    number(ES256),
    number(X5CHAIN),
    array(byteString(identity.signerCertificate), byteString(identity.authorityCertificate)),
  ]);
  const signed = array(
    textString('Signature1'),
    byteString(header),
    byteString(new Uint8Array()),
    byteString(claim),
  );
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = new Uint8Array(
    await crypto.subtle.sign(algorithm, identity.signer.privateKey, signed),
  );
  const empty = writeSign1(header, signature, 0);
  // The length of the padding grows by two bytes when there is some.
  return writeSign1(header, signature, SIGNATURE_BYTES - empty.length - 2);
}

function writeSign1(header: Bytes, signature: Bytes, padding: number): Bytes {
  const unprotected = [head(MAP, 1), textString('pad'), byteString(new Uint8Array(padding))];
  return joinBytes([
    head(TAG, 18),
    array(byteString(header), joinBytes(unprotected), Uint8Array.of(NULL), byteString(signature)),
  ]);
}

/** The part of CBOR (RFC 8949) that is needed here: types, and a byte for `null`. */
const NEGATIVE = 1;
const BYTE_STRING = 2;
const TEXT_STRING = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;
const NULL = 0xf6;

const number = (value: number) => (value < 0 ? head(NEGATIVE, -1 - value) : head(0, value));
const byteString = (bytes: Bytes) => joinBytes([head(BYTE_STRING, bytes.length), bytes]);
const array = (...items: readonly Bytes[]) => joinBytes([head(ARRAY, items.length), ...items]);

function textString(value: string): Bytes {
  const bytes = new TextEncoder().encode(value);
  return joinBytes([head(TEXT_STRING, bytes.length), bytes]);
}

function head(type: number, value: number): Bytes {
  const major = type << 5;
  if (value < 24) return Uint8Array.of(major | value);
  if (value < 0x100) return Uint8Array.of(major | 24, value);
  if (value < 0x10000) return Uint8Array.of(major | 25, value >> 8, value & 0xff);
  const bytes = new Uint8Array(5);
  bytes[0] = major | 26;
  new DataView(bytes.buffer).setUint32(1, value);
  return bytes;
}
