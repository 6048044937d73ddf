import { expect, it } from 'vitest';
import { createNvidiaSmi, parseGpuProcesses, parseGpus } from './nvidia-smi.ts';

const MIB = 2 ** 20;

/** Shapes of what drivers print for the query, with `csv,noheader,nounits`. */
const SHAPES = {
  two: `0, GPU-5a1c2e3f-0000-1111-2222-333344445555, NVIDIA GeForce RTX 4090, 24564, 23028, [N/A]
1, GPU-6b1c2e3f-0000-1111-2222-333344445555, NVIDIA GeForce RTX 3060, 12288, 11909, [N/A]
`,
  withUnits: '0, GPU-5a1c2e3f-0, Tesla T4, 15360 MiB, 15000 MiB\n',
  beforeMig: '0, GPU-5a1c2e3f-0, Tesla K80, 11441, 11373\r\n',
  mig: `0, GPU-5a1c2e3f-0, NVIDIA A100-SXM4-40GB, 40960, 40326, Enabled
1, GPU-6b1c2e3f-0, NVIDIA A100-SXM4-40GB, 40960, 40326, Disabled
`,
  unified: '0, GPU-5a1c2e3f-0, NVIDIA GB10, [N/A], [N/A], [N/A]\n',
  unsupported: '0, GPU-5a1c2e3f-0, Quadro, [Not Supported], [Not Supported], [N/A]\n',
  lost: '0, GPU-5a1c2e3f-0, NVIDIA A10, [GPU is lost], [GPU is lost], [Unknown Error]\n',
  none: 'No devices were found\n',
  failed:
    "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\n",
  empty: '',
};

it('reads GPUs with their memory', () => {
  expect(parseGpus(SHAPES.two)).toEqual([
    {
      ...{ id: 'GPU-5a1c2e3f-0000-1111-2222-333344445555', kind: 'gpu' },
      ...{ name: 'NVIDIA GeForce RTX 4090 (0)', totalBytes: 24_564 * MIB, freeBytes: 23_028 * MIB },
    },
    {
      ...{ id: 'GPU-6b1c2e3f-0000-1111-2222-333344445555', kind: 'gpu' },
      ...{ name: 'NVIDIA GeForce RTX 3060 (1)', totalBytes: 12_288 * MIB, freeBytes: 11_909 * MIB },
    },
  ]);
  expect(parseGpus(SHAPES.withUnits)).toMatchObject([{ freeBytes: 15_000 * MIB }]);
  expect(parseGpus(SHAPES.beforeMig)).toMatchObject([{ freeBytes: 11_373 * MIB }]);
});

it('leaves out what has no figure of its own', () => {
  expect(parseGpus(SHAPES.mig).map(({ id }) => id)).toEqual(['GPU-6b1c2e3f-0']);
  for (const name of ['unified', 'unsupported', 'lost', 'none', 'failed', 'empty'] as const)
    expect([name, parseGpus(SHAPES[name])]).toEqual([name, []]);
});

it.each([
  ['0,1', [0, 1]],
  ['1', [1]],
  ['GPU-6b1', [1]],
  ['1,-1,0', [1]],
  ['', []],
  ['-1', []],
  ['NoDevFiles', []],
])('leaves out what CUDA_VISIBLE_DEVICES=%s hides', (visible, indices) => {
  const all = parseGpus(SHAPES.two);
  expect(parseGpus(SHAPES.two, visible)).toEqual(indices.map((index) => all[index]));
});

it('reads what processes hold, where it is told', () => {
  const printed = `1234, GPU-5a1c2e3f-0, 5120
77, GPU-5a1c2e3f-0, [N/A]
1234, GPU-6b1c2e3f-0, 100 MiB
[Insufficient Permissions], GPU-5a1c2e3f-0, 1
`;
  expect(parseGpuProcesses(printed)).toEqual([
    { pid: 1234, gpu: 'GPU-5a1c2e3f-0', bytes: 5120 * MIB },
    { pid: 1234, gpu: 'GPU-6b1c2e3f-0', bytes: 100 * MIB },
  ]);
  expect(parseGpuProcesses('No running processes found\n')).toEqual([]);
});

it('asks once whether there is such a program', async () => {
  let runs = 0;
  const smi = createNvidiaSmi({
    run: () => {
      runs++;
      return Promise.reject(
        Object.assign(new Error('spawn nvidia-smi ENOENT'), { code: 'ENOENT' }),
      );
    },
  });
  expect(await smi.readGpus()).toEqual([]);
  expect(await smi.readProcesses()).toEqual([]);
  expect(await smi.readGpus()).toEqual([]);
  expect(runs).toBe(1);
});

it('asks older drivers without what they do not know, and again after a failure', async () => {
  const asked: string[] = [];
  let isWell = false;
  const smi = createNvidiaSmi({
    run: async ([query = '']) => {
      asked.push(query);
      if (!isWell || query.includes('mig')) throw new Error('exit code 2');
      return SHAPES.beforeMig;
    },
  });
  expect(await smi.readGpus()).toEqual([]);
  isWell = true;
  expect(await smi.readGpus()).toHaveLength(1);
  expect(asked.map((query) => query.includes('mig'))).toEqual([true, false, true, false]);
});

it('finds no GPU where the real program is missing', async () => {
  const path = process.env.PATH;
  process.env.PATH = '';
  try {
    expect(await createNvidiaSmi().readGpus()).toEqual([]);
  } finally {
    process.env.PATH = path;
  }
});
