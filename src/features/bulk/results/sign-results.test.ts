import { describe, expect, it } from 'vitest';
import type { SignRequest } from '../../../engine/credentials/credentials-engine.ts';
import { EngineError, type ErrorCode } from '../../../engine/errors.ts';
import { packResults } from './save-results.ts';
import { openResultSigner } from './sign-results.ts';
import { readZip } from '../../../engine/files/read-zip.ts';

const { signal } = new AbortController();

function setUp({
  signsPictures = true,
  fails,
}: { signsPictures?: boolean; fails?: ErrorCode } = {}) {
  const asked: SignRequest[] = [];
  const sign = async (request: SignRequest): Promise<Blob> => {
    asked.push(request);
    if (fails) throw new EngineError(fails, 'It cannot.');
    return new Blob(['signed ', request.file]);
  };
  const readSource = (id: string) => Promise.resolve(new Blob([`source of ${id}`]));
  const signer = openResultSigner(
    {
      open: () => Promise.resolve({ sign }),
      readSettings: () => ({ signsPictures, signerName: 'Ada' }),
    },
    readSource,
    ['resize', 'convert'],
  );
  return { asked, signer };
}

describe('credentials of results', () => {
  it('say that the picture was opened and what was done to it, in the name of the settings', async () => {
    const { asked, signer } = setUp();
    const made = new Blob(['made']);
    const signed = await signer?.('a', made, signal);
    expect(signed?.isSigned).toBe(true);
    expect(await signed?.file.text()).toBe('signed made');
    const [request] = asked;
    expect(request?.signerName).toBe('Ada');
    expect(request?.claim.edits.map(({ action }) => action)).toEqual([
      'c2pa.resized',
      'c2pa.converted',
    ]);
    const { origin } = request?.claim ?? {};
    expect(origin?.kind === 'opened' && (await origin.file.text())).toBe('source of a');
  });

  it('are left out where they are turned off, and where a format cannot hold them', async () => {
    expect(setUp({ signsPictures: false }).signer).toBeUndefined();
    const made = new Blob(['icon']);
    const unsigned = await setUp({ fails: 'not_supported' }).signer?.('a', made, signal);
    expect(unsigned).toEqual({ file: made, isSigned: false });
  });

  it('that cannot be made for another reason hold up the saving, with that reason', async () => {
    const { signer } = setUp({ fails: 'download_failed' });
    await expect(signer?.('a', new Blob(), signal)).rejects.toMatchObject({
      code: 'download_failed',
    });
  });

  it('are in the files of the zip', async () => {
    const { signer } = setUp();
    const told: (boolean | undefined)[] = [];
    const source = {
      results: [{ id: 'a', index: 0, name: 'a.webp' }],
      readMade: () => Promise.resolve([new Blob(['made'])]),
      describe: () => [],
      openSigner: () => signer,
    };
    const zip = await packResults(source, signal, (_, isSigned) => told.push(isSigned));
    const entry = (await readZip(zip)).get('a.webp');
    expect(await (await entry?.read())?.text()).toBe('signed made');
    expect(told).toEqual([true]);
  });
});
