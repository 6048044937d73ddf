import { expect, it } from 'vitest';
import { describeFindings } from './describe-findings.ts';

it('says in words what was found', () => {
  expect(
    describeFindings({
      focalPoint: { x: 0.3125, y: 0.4, source: 'faces' },
      scores: [{ label: 'neutral', score: 0.987 }],
      isSafe: true,
      faces: [],
      absent: undefined,
    }),
  ).toEqual([
    'Focal point: x 0.31, y 0.4, source faces',
    'Scores: label neutral, score 0.99',
    'Is safe: yes',
    'Faces: none',
  ]);
});
