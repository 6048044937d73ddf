import { expect, it } from 'vitest';
import { BOUNDS, describeUsage, findGrowth, type Usage } from './usage.ts';

const usage: Usage = {
  heapBytes: 20e6,
  nodes: 2000,
  listeners: 300,
  workers: 4,
  serverHandles: 30,
  serverBytes: 90e6,
  processBytes: 900e6,
};

it('names what has grown beyond its bound, and nothing else', () => {
  const full = { ...usage, nodes: usage.nodes + BOUNDS.nodes };
  expect(findGrowth(usage, full)).toEqual([]);
  const grown = { ...full, nodes: full.nodes + 1, heapBytes: 50e6 };
  expect(findGrowth(usage, grown)).toEqual([
    'heapBytes grew by 30.0 MB; the bound is 12.0 MB.',
    'nodes grew by 301; the bound is 300.',
  ]);
});

it('takes what cannot be read for growth', () => {
  expect(findGrowth(usage, { ...usage, listeners: Number.NaN })).toHaveLength(1);
});

it('tells both ends', () => {
  const [head, heap] = describeUsage(usage, { ...usage, heapBytes: 21e6 }).split('\n');
  expect(head?.trim().split(/\s{2,}/)).toEqual(['start', 'end', 'may grow by']);
  expect(heap?.split(/\s{2,}/).filter(Boolean)).toEqual([
    'heapBytes',
    '20.0 MB',
    '21.0 MB',
    '12.0 MB',
  ]);
});
