import { describe, expect, it } from 'vitest';
import { askHubs, listFiles, resolveUrl, type Hub } from './hub.ts';

const entry = (path: string) => ({ type: 'file', path, size: 3, oid: 'ab' });
const hub = (answer: (url: URL) => Response): Hub => ({
  url: 'https://hub.example',
  fetch: (async (input: string) => answer(new URL(input))) as typeof fetch,
});

describe('a listing', () => {
  it('is read to its last page', async () => {
    const paged = hub(({ searchParams }) =>
      searchParams.has('cursor')
        ? Response.json([entry('second')])
        : Response.json([entry('first'), { ...entry('folder'), type: 'directory' }], {
            headers: {
              link: '<http://elsewhere/api/models/a/b/tree/main?recursive=true&cursor=x>; rel="next"',
            },
          }),
    );
    expect((await listFiles(paged, 'a/b', 'main')).map(({ path }) => path)).toEqual([
      'first',
      'second',
    ]);
  });

  it.each([
    '<http://elsewhere/x?recursive=true&cursor=x>; rel=next',
    '<http://elsewhere/x?first=1>; rel="prev", <http://elsewhere/x?recursive=true&cursor=x>; title="more"; rel="next"',
  ])('continues by %s', async (link) => {
    const paged = hub(({ searchParams }) =>
      searchParams.has('cursor')
        ? Response.json([entry('second')])
        : Response.json([entry('first')], { headers: { link } }),
    );
    expect(await listFiles(paged, 'a/b', 'main')).toHaveLength(2);
  });

  it('that loops ends', async () => {
    const circle = hub(({ pathname, search }) =>
      Response.json([entry('again')], {
        headers: { link: `<http://hub${pathname}${search}>; rel="next"` },
      }),
    );
    await expect(listFiles(circle, 'a/b', 'main')).rejects.toMatchObject({
      code: 'download_failed',
    });
  });

  it('may leave digests out, and names those of git and of LFS', async () => {
    const lfs = { oid: 'sha256:cd', size: 9, pointerSize: 130 };
    const listed = [
      { type: 'file', path: 'plain', size: 1 },
      entry('git'),
      { ...entry('lfs'), lfs },
    ];
    expect(
      await listFiles(
        hub(() => Response.json(listed)),
        'a/b',
        'main',
      ),
    ).toEqual([
      { path: 'plain', sizeBytes: 1 },
      { path: 'git', sizeBytes: 3, digest: 'git-sha1:ab' },
      { path: 'lfs', sizeBytes: 9, digest: 'sha256:cd' },
    ]);
  });

  it('that is invalid is reported', async () => {
    await expect(
      listFiles(
        hub(() => new Response('<html>')),
        'a/b',
        'main',
      ),
    ).rejects.toMatchObject({
      code: 'download_failed',
      message: expect.stringContaining('an invalid listing'),
    });
  });
});

describe('several hubs', () => {
  const missing = hub(() => new Response(null, { status: 404 }));
  const dead: Hub = {
    url: 'https://dead.example',
    fetch: () => Promise.reject(new TypeError('Failed to fetch')),
  };

  it('are asked in order, each only for what the previous ones lack', async () => {
    const good = hub(() => Response.json([entry('here')]));
    expect(await askHubs([missing, good], (each) => listFiles(each, 'a/b', 'main'))).toHaveLength(
      1,
    );
    await expect(
      askHubs([dead, good], (each) => listFiles(each, 'a/b', 'main')),
    ).rejects.toMatchObject({
      code: 'network_unreachable',
      message: 'hub.example cannot be reached.'.replace('hub', 'dead'),
    });
    await expect(askHubs([], (each) => listFiles(each, 'a/b', 'main'))).rejects.toMatchObject({
      code: 'network_unreachable',
    });
  });
});

it('file addresses distinguish odd names', () => {
  expect(
    resolveUrl(
      hub(() => new Response()),
      'a/b',
      'refs/pr/1',
      'onnx/my model?.onnx',
    ),
  ).toBe('https://hub.example/a/b/resolve/refs%2Fpr%2F1/onnx/my%20model%3F.onnx');
});
