import { it } from 'vitest';
import { nameRecipe, parseRecipe } from '../bulk/recipe.ts';
import { OPERATIONS } from '../image-ops/operations/operations.ts';
import { parseOptions } from '../image-ops/options.ts';
import { corruptJson } from './corrupt-json.fixture.ts';
import { corruptText } from './corrupt-text.fixture.ts';
import { fuzz } from './fuzz.fixture.ts';

const RECIPE = [
  { op: 'resize', options: { width: 800, height: 600, fit: 'cover' } },
  { op: 'crop', options: { width: 10, height: 10, focalPoint: { x: 0.5, y: 0 } } },
  { op: 'overlay', options: { blocks: [{ text: 'Sale', position: 'top', colour: '#ff0000' }] } },
  { op: 'derivatives', options: { families: ['thumb'], name: '{name}-{width}' } },
  { op: 'optimize', options: { quality: 70 } },
];

/** As Bulk does before it touches a picture. */
function check(text: string): void {
  const recipe = parseRecipe(text);
  nameRecipe(recipe);
  for (const { op, options } of recipe) {
    const operation = OPERATIONS.get(op);
    if (operation) parseOptions(op, operation.options, options);
  }
}

it('checks any recipe, or refuses it', async () => {
  await fuzz(corruptJson([RECIPE]), (value) => check(JSON.stringify(value) ?? ''), { runs: 300 });
  await fuzz(corruptText([JSON.stringify(RECIPE)]), check);
});
