import { describe, expect, it } from 'vitest';
import { putRecipe, type RecipeStorage, type SavedRecipe } from '../../../storage/recipes.ts';
import { createRecipesStore } from './recipes-store.ts';

function setUp() {
  let kept: SavedRecipe[] = [];
  const storage: RecipeStorage = {
    read: () => Promise.resolve(kept),
    put: (recipe) => Promise.resolve(void (kept = putRecipe(kept, recipe))),
    remove: (id) => Promise.resolve(void (kept = kept.filter((each) => each.id !== id))),
  };
  const { getState } = createRecipesStore(storage);
  return { state: getState, kept: () => kept.map(({ name, operations }) => [name, operations]) };
}
const FLIP = [{ op: 'flip' }];
const BLUR = [{ op: 'blur', options: { sigma: 2 } }];

describe('recipes', () => {
  it('are kept under their names, and one name is one recipe', async () => {
    const { state, kept } = setUp();
    await state().save('Shop', FLIP);
    await state().save('Blog', FLIP);
    await state().save('Shop', BLUR);
    expect(kept()).toEqual([
      ['Shop', BLUR],
      ['Blog', FLIP],
    ]);
    await state().restore();
    expect(state().recipes).toHaveLength(2);
  });

  it('are renamed, but not to nothing', async () => {
    const { state, kept } = setUp();
    await state().save('Shop', FLIP);
    const id = state().recipes[0]?.id ?? '';
    await state().rename(id, 'Store');
    await state().rename(id, '');
    expect(kept()).toEqual([['Store', FLIP]]);
  });

  it('come back when a deletion is undone', async () => {
    const { state, kept } = setUp();
    await state().save('Shop', FLIP);
    state().remove(state().recipes[0]?.id ?? '');
    expect(kept()).toEqual([]);
    await state().undoRemove();
    expect(kept()).toEqual([['Shop', FLIP]]);
  });

  it('are read from files; what is none is refused in words', async () => {
    const { state, kept } = setUp();
    await state().importFile(new File([JSON.stringify(BLUR)], 'soft.json'));
    await state().importFile(new File(['{}'], 'broken.json'));
    expect(kept()).toEqual([['soft', BLUR]]);
    expect(state().problem?.message).toContain('is not a recipe');
  });
});
