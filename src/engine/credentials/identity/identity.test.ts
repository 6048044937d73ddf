import { X509Certificate, createPublicKey, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { joinBytes } from '../../join-bytes.ts';
import { SIGNATURE_BYTES, signClaim } from './cose-signature.ts';
import * as der from './der.ts';
import { cleanName } from './signer-name.ts';
import {
  createIdentity,
  openIdentity,
  type IdentityStore,
  type SigningIdentity,
} from './signing-identity.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('writes DER as others do', () => {
  expect(hex(der.integer(Uint8Array.of(0)))).toBe('020100');
  expect(hex(der.integer(Uint8Array.of(0, 0, 0x80)))).toBe('02020080');
  expect(hex(der.objectId('1.2.840.10045.4.3.2'))).toBe('06082a8648ce3d040302');
  expect(hex(der.octets(new Uint8Array(200)).slice(0, 4))).toBe('0481c800');
  expect(hex(der.octets(new Uint8Array(300)).slice(0, 4))).toBe('0482012c');
  expect(Buffer.from(der.time(new Date('2026-11-29T12:00:00Z'))).toString('latin1')).toBe(
    '\x17\x0d261129120000Z',
  );
  expect(Buffer.from(der.time(new Date('2050-01-01T00:00:00Z'))).toString('latin1')).toBe(
    '\x18\x0f20500101000000Z',
  );
});

it('certifies the signer by an authority of its own, as Node reads it', async () => {
  const identity = await createIdentity('Ana Müller');
  const signer = new X509Certificate(identity.signerCertificate);
  const authority = new X509Certificate(identity.authorityCertificate);
  expect(signer.subject).toBe('O=Ana Müller\nCN=Ana Müller');
  expect(signer.issuer).toBe(authority.subject);
  expect([signer.ca, authority.ca]).toEqual([false, true]);
  expect(signer.checkIssued(authority)).toBe(true);
  expect(signer.verify(authority.publicKey)).toBe(true);
  expect(authority.verify(authority.publicKey)).toBe(true);
  expect(signer.verify(signer.publicKey)).toBe(false);
  expect(signer.keyUsage).toEqual(['1.3.6.1.5.5.7.3.36']);
  expect(signer.serialNumber).not.toBe(authority.serialNumber);
  expect(new Date(signer.validFrom).getTime()).toBeLessThan(Date.now());
  const years = new Date(signer.validTo).getUTCFullYear() - new Date().getUTCFullYear();
  expect(years).toBeGreaterThanOrEqual(19);
  const publicKey = await crypto.subtle.exportKey('spki', identity.signer.publicKey);
  expect(hex(signer.publicKey.export({ type: 'spki', format: 'der' }))).toBe(
    hex(new Uint8Array(publicKey)),
  );
});

it('makes keys that cannot be exported', async () => {
  const { signer, authority } = await createIdentity('Ana');
  for (const { privateKey } of [signer, authority]) {
    expect(privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
  }
});

it('signs a claim, padded to the length that is reserved', async () => {
  const claim = new TextEncoder().encode('claim');
  for (const name of ['A', '𐍈'.repeat(64)]) {
    const identity = await createIdentity(name);
    const signature = await signClaim(identity, claim);
    expect(signature).toHaveLength(SIGNATURE_BYTES);
    expect(hex(signature.slice(0, 3))).toBe('d28459');
    const header = signature.slice(5, 5 + new DataView(signature.buffer).getUint16(3));
    const signed = joinBytes([
      Buffer.from('846a5369676e61747572653159', 'hex'),
      Uint8Array.of(header.length >> 8, header.length & 0xff),
      header,
      Buffer.from('4045', 'hex'),
      claim,
    ]);
    const key = createPublicKey(
      new X509Certificate(identity.signerCertificate).publicKey.export({
        type: 'spki',
        format: 'pem',
      }),
    );
    const last = signature.slice(-64);
    expect(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, last)).toBe(true);
  }
});

it('takes names as people write them', () => {
  expect(cleanName('  Ana \n Müller ')).toBe('Ana Müller');
  expect(cleanName(' \t')).toBe('A Triptych user');
  expect([...cleanName('🦊'.repeat(100))]).toHaveLength(64);
});

it('keeps the keys when the name changes', async () => {
  let kept: SigningIdentity | undefined;
  const store: IdentityStore = {
    read: async () => kept,
    add: async (identity) => (kept ??= identity),
    replace: async (identity) => void (kept = identity),
  };
  const first = await openIdentity(store, 'Ana');
  expect(await openIdentity(store, ' Ana ')).toBe(first);
  const second = await openIdentity(store, 'Ben');
  expect(second.signer).toBe(first.signer);
  expect(second.authorityCertificate).toBe(first.authorityCertificate);
  expect(new X509Certificate(second.signerCertificate).subject).toContain('Ben');
  expect(kept).toBe(second);
});
