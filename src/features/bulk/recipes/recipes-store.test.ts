import { describe, expect, it } from 'vitest';
import { putRecipe, type RecipeStorage, type SavedRecipe } from '../../../storage/recipes.ts';
import { encodePng } from '../../../engine/images/png.ts';
import type { RecipePictures } from '../../../storage/recipe-pictures.ts';
import { createRecipePicturesStore } from '../chain/recipe-pictures-store.ts';
import { createRecipesStore } from './recipes-store.ts';

function createMemoryPictures(): RecipePictures & { kept: Map<string, Blob> } {
  const kept = new Map<string, Blob>();
  return {
    kept,
    read: async (name) => kept.get(name),
    put: async (name, picture) => void kept.set(name, picture),
    keepOnly: async (names) => {
      for (const name of kept.keys()) if (!names.includes(name)) kept.delete(name);
    },
  };
}

async function writeLogo(): Promise<File> {
  const png = await encodePng({ width: 4, height: 2, data: new Uint8ClampedArray(32).fill(90) });
  return new File([png], 'logo.png', { type: 'image/png' });
}

function setUp(stored = createMemoryPictures()) {
  let kept: SavedRecipe[] = [];
  const storage: RecipeStorage = {
    read: () => Promise.resolve(kept),
    put: (recipe) => Promise.resolve(void (kept = putRecipe(kept, recipe))),
    remove: (id) => Promise.resolve(void (kept = kept.filter((each) => each.id !== id))),
  };
  const pictures = createRecipePicturesStore(stored);
  const { getState } = createRecipesStore(storage, pictures);
  return {
    state: getState,
    stored,
    pictures: pictures.getState,
    kept: () => kept.map(({ name, operations }) => [name, operations]),
  };
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

describe('pictures of recipes', () => {
  async function setUpWithLogo() {
    const studio = setUp();
    const name = await studio.pictures().choose(await writeLogo());
    const operations = [{ op: 'watermark', options: { image: name, scale: 0.5 } }];
    await studio.state().save('Logo', operations);
    const [recipe] = studio.state().recipes;
    if (!recipe) throw new Error('It was not saved.');
    return { ...studio, name: name ?? '', recipe, operations };
  }

  it('lie beside them, and one picture is kept once', async () => {
    const { stored, pictures, name } = await setUpWithLogo();
    expect(name).toMatch(/^picture:[\da-f]{64}$/);
    expect(await pictures().choose(await writeLogo())).toBe(name);
    expect([...stored.kept.keys()]).toEqual([name]);
    // Another visit.
    const later = createRecipePicturesStore(stored).getState;
    await later().load([name]);
    expect(later().find(name)?.size).toBe((await writeLogo()).size);
  });

  it('go into the file of a recipe and come back from it elsewhere', async () => {
    const { state, recipe, operations, name } = await setUpWithLogo();
    const text = await state().writeFile(recipe);
    expect(text).toContain('data:image/png;base64,');
    const elsewhere = setUp();
    await elsewhere.state().importFile(new File([text ?? ''], 'Logo.json'));
    expect(elsewhere.kept()).toEqual([['Logo', operations]]);
    expect(await elsewhere.stored.kept.get(name)?.bytes()).toEqual(
      await (await writeLogo()).bytes(),
    );
  });

  it('that are gone are told of instead of being left out', async () => {
    const { recipe, kept } = await setUpWithLogo();
    const { state } = setUp();
    expect(await state().writeFile(recipe)).toBeNull();
    expect(state().problem?.message).toBe(
      'watermark: its picture is no longer stored in this browser. Choose it again.',
    );
    expect(kept()).toHaveLength(1);
  });

  it('are read once: what has been read changes nothing', async () => {
    const { pictures, name } = await setUpWithLogo();
    await pictures().load([name, 'picture:gone']);
    const before = pictures().pictures;
    await pictures().load([name, 'picture:gone']);
    await pictures().load([]);
    expect(pictures().pictures).toBe(before);
    expect(before.get('picture:gone')).toBeNull();
  });

  it('that the engine cannot use are refused with a sentence', async () => {
    const { pictures, stored } = setUp();
    expect(await pictures().choose(new File(['<svg/>'], 'logo.svg'))).toBeNull();
    expect(pictures().problem?.message).not.toBe('');
    expect(stored.kept.size).toBe(0);
  });
});
