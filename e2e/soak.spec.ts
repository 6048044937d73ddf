import { runSoak } from '../scripts/soak/run-soak.ts';
import { expect, test } from './studio-page.ts';

/** The long one is `npm run soak`; of this one most is waiting for pictures and for Undo to end. */
const MINUTES = 0.4;

test('rounds of all that people do leave nothing behind, in the page or in the server', async () => {
  const { problems, rounds } = await runSoak(MINUTES);
  expect(problems).toEqual([]);
  expect(rounds).toBeGreaterThanOrEqual(3);
});
