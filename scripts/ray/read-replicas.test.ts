import { expect, it } from 'vitest';
import { parseReplicas } from './read-replicas.ts';

it('tells the replicas apart', () => {
  const metrics = [
    'llamacpp:n_decode_total{replica="a1",process="17"} 52',
    'llamacpp:requests_processing{replica="a1",process="17"} 2',
    'llamacpp:requests_deferred{replica="a1",process="17"} 1',
    'llamacpp:n_decode_total{replica="b2",process="18"} 0',
    '',
  ].join('\n');
  expect(parseReplicas(metrics)).toEqual([
    { id: 'a1', process: 17, running: 3, steps: 52 },
    { id: 'b2', process: 18, running: 0, steps: 0 },
  ]);
});
