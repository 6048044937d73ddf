import { expect, it } from 'vitest';
import { readManifestStore } from './read-manifest-store.ts';

const NEWSCODES = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** What c2pa-rs says of a picture of another program, shortened. */
const store = (changes: object = {}, manifest: object = {}) => ({
  active_manifest: 'urn:c2pa:1',
  manifests: {
    'urn:c2pa:0': {
      assertions: [
        {
          label: 'c2pa.actions.v2',
          data: {
            actions: [{ action: 'c2pa.created', digitalSourceType: `${NEWSCODES}digitalCapture` }],
          },
        },
      ],
      signature_info: { common_name: 'Leica' },
    },
    'urn:c2pa:1': {
      claim_generator_info: [{ name: 'Camera', version: '2', 'org.c2pa.rs': '1' }],
      ingredients: [
        {
          title: 'photo.jpg',
          relationship: 'parentOf',
          active_manifest: 'urn:c2pa:0',
          validation_results: {
            activeManifest: {
              failure: [
                { code: 'signingCredential.untrusted' },
                { code: 'assertion.dataHash.mismatch' },
              ],
            },
          },
        },
        { relationship: 'componentOf' },
      ],
      assertions: [
        { label: 'c2pa.hash.data', data: { name: 'jumbf manifest' } },
        {
          label: 'c2pa.actions',
          data: {
            actions: [
              { action: 'c2pa.opened', when: '2026-01-01T00:00:00Z', softwareAgent: 'Editor' },
              {
                action: 'c2pa.edited',
                softwareAgent: { name: 'Fill' },
                digitalSourceType: `${NEWSCODES}compositeWithTrainedAlgorithmicMedia`,
              },
            ],
          },
        },
      ],
      signature_info: { issuer: 'Adobe', alg: 'Es256', cert_serial_number: '1' },
      ...manifest,
    },
  },
  validation_state: 'Valid',
  validation_status: [{ code: 'signingCredential.untrusted', url: 'x', explanation: 'y' }],
  ...changes,
});

it("reads other programs' credentials", () => {
  expect(readManifestStore(store())).toEqual({
    state: 'unknown-signer',
    signer: 'Adobe',
    at: '2026-01-01T00:00:00Z',
    generator: 'Camera 2',
    actions: [
      { action: 'c2pa.opened', software: 'Editor' },
      {
        action: 'c2pa.edited',
        software: 'Fill',
        sourceType: 'compositeWithTrainedAlgorithmicMedia',
      },
    ],
    ingredients: [
      {
        title: 'photo.jpg',
        credentials: 'invalid',
        signer: 'Leica',
        actions: [{ action: 'c2pa.created', sourceType: 'digitalCapture' }],
      },
      { credentials: 'none', actions: [] },
    ],
    problems: [],
  });
});

it.each([
  ['yours', { validation_state: 'Trusted', validation_status: [] }],
  ['changed', { validation_status: [{ code: 'assertion.bmffHash.mismatch' }] }],
  ['changed', { validation_status: [{ code: 'assertion.hashedURI.mismatch' }] }],
  ['changed', { validation_status: [{ code: 'claimSignature.mismatch' }] }],
  ['broken', { validation_state: 'Invalid', validation_status: [{ code: 'claim.cbor.invalid' }] }],
  ['broken', { validation_state: undefined }],
  ['broken', { active_manifest: 'urn:c2pa:2' }],
  ['broken', { manifests: [] }],
])('is %s for %j', (state, changes) =>
  expect(readManifestStore(store(changes))).toMatchObject({ state }),
);

it('is not moved by what a file may hold', () => {
  for (const found of [undefined, null, 'text', [], {}])
    expect(readManifestStore(found)).toMatchObject({ state: 'broken' });
  const report = readManifestStore(
    store(
      {},
      {
        claim_generator_info: 7,
        signature_info: { common_name: 'x'.repeat(10_000), issuer: 3 },
        ingredients: Array.from({ length: 9_999 }, () => ({ title: 5 })),
        assertions: [
          {
            label: 'c2pa.actions',
            data: { actions: Array(9_999).fill({ action: 'c2pa.edited' }) },
          },
          { label: 'c2pa.actions', data: null },
          { label: 3 },
        ],
      },
    ),
  );
  if (report.state === 'none') throw new Error('They are there.');
  expect(report.signer?.length).toBeLessThan(400);
  expect([report.actions.length, report.ingredients.length]).toEqual([50, 50]);
});
