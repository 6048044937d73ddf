import { joinBytes } from '../../join-bytes.ts';
import * as der from './der.ts';
import type { PrivateKey, PublicKey } from './keys.ts';

/** Who a certificate speaks of. */
export interface Subject {
  name: string;
  publicKey: PublicKey;
}

/** Who answers for it. */
export interface Issuer extends Subject {
  privateKey: PrivateKey;
}

interface CertificateRequest {
  subject: Subject;
  issuer: Issuer;
  /** `authority`: it signs other certificates. `signer`: it signs files. */
  use: 'authority' | 'signer';
  notBefore: Date;
  notAfter: Date;
}

const ECDSA_WITH_SHA256 = der.sequence(der.objectId('1.2.840.10045.4.3.2'));
const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';
/** One of the purposes that C2PA accepts for the certificate of a signer (RFC 9336). */
const DOCUMENT_SIGNING = '1.3.6.1.5.5.7.3.36';

/** An X.509 certificate (RFC 5280) for keys on the curve P-256, as DER. */
export async function issueCertificate(
  request: CertificateRequest,
): Promise<Uint8Array<ArrayBuffer>> {
  const { subject, issuer, notBefore, notAfter } = request;
  const contents = der.sequence(
    der.tagged(0, der.integer(Uint8Array.of(2))),
    der.integer(makeSerial()),
    ECDSA_WITH_SHA256,
    writeName(issuer.name),
    der.sequence(der.time(notBefore), der.time(notAfter)),
    writeName(subject.name),
    await exportKey(subject.publicKey),
    der.tagged(3, der.sequence(...(await listExtensions(request)))),
  );
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    issuer.privateKey,
    contents,
  );
  return der.sequence(contents, ECDSA_WITH_SHA256, der.bits(wrapSignature(signature)));
}

async function listExtensions({ subject, issuer, use }: CertificateRequest): Promise<der.Der[]> {
  const isAuthority = use === 'authority';
  const subjectKey = await identifyKey(subject.publicKey);
  const issuerKey = await identifyKey(issuer.publicKey);
  return [
    // basicConstraints
    extension('2.5.29.19', isAuthority ? der.sequence(der.yes()) : der.sequence(), true),
    // keyUsage: keyCertSign and cRLSign, or digitalSignature
    extension('2.5.29.15', isAuthority ? der.flags(0b110, 1) : der.flags(0b1000_0000, 7), true),
    // subjectKeyIdentifier, authorityKeyIdentifier
    extension('2.5.29.14', der.octets(subjectKey)),
    extension('2.5.29.35', der.sequence(der.taggedBytes(0, issuerKey))),
    // extKeyUsage
    ...(isAuthority
      ? []
      : [extension('2.5.29.37', der.sequence(der.objectId(DOCUMENT_SIGNING)), true)]),
  ];
}

function extension(id: string, value: der.Der, isCritical = false): der.Der {
  return der.sequence(der.objectId(id), ...(isCritical ? [der.yes()] : []), der.octets(value));
}

/** Readers of credentials show the organization, or the common name: both are the same here. */
function writeName(name: string): der.Der {
  const part = (id: string) => der.set(der.sequence(der.objectId(id), der.text(name)));
  return der.sequence(part(ORGANIZATION), part(COMMON_NAME));
}

async function exportKey(key: PublicKey): Promise<der.Der> {
  return new Uint8Array(await crypto.subtle.exportKey('spki', key));
}

/** The first method of RFC 7093: the leftmost 160 bits of a SHA-256. */
async function identifyKey(key: PublicKey): Promise<der.Der> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', await exportKey(key))).slice(0, 20);
}

/** 127 random bits. */
function makeSerial(): Uint8Array {
  const serial = crypto.getRandomValues(new Uint8Array(16));
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}

/** WebCrypto puts the two numbers one after the other; certificates have them as a sequence. */
function wrapSignature(signature: ArrayBuffer): der.Der {
  const bytes = new Uint8Array(signature);
  const half = bytes.length / 2;
  return joinBytes([
    der.sequence(der.integer(bytes.slice(0, half)), der.integer(bytes.slice(half))),
  ]);
}
