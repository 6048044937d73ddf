/** A download's choices outlive the page that started it. */
import { expect, it } from 'vitest';
import { createDeviceProbe } from '../device.ts';
import { createModelsClient } from './models-client.ts';
import { createSiteStorage } from '../site-storage.ts';

const TINY = 'tiny/supertonic';

/** As a page opens it. */
function open() {
  const sources = {
    starterUrl: new URL('/starter', location.href).href,
    hubUrls: [new URL('/hub', location.href).href],
  };
  return createModelsClient(sources, createDeviceProbe(), createSiteStorage());
}

it.each(['resume', 'install'] as const)(
  '%s fetches the chosen voices, also after a reload',
  async (way) => {
    const page = open();
    // A model of its own: other tests of this origin have the same repository.
    const id = `test/${way}`;
    const manifest = { ...(await page.describe(TINY)), id };
    const stopped = page.download(manifest, 'fp32', ['M1']).catch((thrown: unknown) => thrown);
    page.pause(id);
    expect(await stopped).toMatchObject({ code: 'aborted' });
    expect(page.state.getState().downloads[id]).toMatchObject({ status: 'paused', voices: ['M1'] });

    const next = open();
    await next.refresh();
    expect(next.state.getState().downloads[id]).toMatchObject({
      status: 'paused',
      dtype: 'fp32',
      voices: ['M1'],
    });
    await (way === 'resume' ? next.resume(id) : next.install(id, { device: 'wasm' }));
    const installed = (await next.readInstalled()).find((model) => model.manifest.id === id);
    expect(installed).toMatchObject({ dtypes: ['fp32'], voices: ['M1'] });
    expect(next.state.getState().downloads[id]).toBeUndefined();
    expect(await next.resume(id)).toEqual({ fetchedBytes: 0 });
  },
);
