import { set } from 'idb-keyval';
import { expect, it } from 'vitest';
import { createRecipePictures } from './recipe-pictures.ts';
import { openValues } from './values.ts';

it('keeps the pictures of recipes until no recipe names them, and nothing else is deleted', async () => {
  const values = openValues(`recipe-pictures-${crypto.randomUUID()}`);
  const pictures = createRecipePictures(values);
  await set('bulk-recipes', [], values);
  await pictures.put('picture:a', new Blob(['a']));
  await pictures.put('picture:b', new Blob(['b']));
  await pictures.keepOnly(['picture:b']);
  expect(await pictures.read('picture:a')).toBeUndefined();
  expect(await (await pictures.read('picture:b'))?.text()).toBe('b');
  expect(await values('readonly', (store) => store.count())).toBeDefined();
});
