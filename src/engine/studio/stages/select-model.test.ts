import { expect, it } from 'vitest';
import { BUILT_IN_IMAGE_MODEL, CATALOG } from '../../models/catalog.ts';
import { isForTask } from '../../models/manifest.ts';
import { selectModel } from './select-model.ts';

const images = CATALOG.filter(({ task }) => task === 'image');
const stickers = CATALOG.filter(({ id }) => id === BUILT_IN_IMAGE_MODEL);
const others = images.filter(({ id }) => id !== BUILT_IN_IMAGE_MODEL);

it('stickers are for drawings, another model for everything else', () => {
  expect(selectModel({ style: 'illustrated' }, images).id).toBe(BUILT_IN_IMAGE_MODEL);
  expect(selectModel({ style: 'photorealistic' }, images).id).toBe(others[0]?.id);
  expect(selectModel({}, images).id).toBe(others[0]?.id);
  expect(selectModel({ style: 'photorealistic' }, stickers).id).toBe(BUILT_IN_IMAGE_MODEL);
});

it('a model made for tests is not chosen where there is another', () => {
  const [known] = others.filter((manifest) => isForTask(manifest, 'image'));
  if (!known) throw new Error('no image model in the catalogue');
  const files = [{ path: 'unet/model.onnx', sizeBytes: 3e6 }];
  const [variant] = known.variants.map((each) => ({ ...each, files }));
  if (!variant) throw new Error('no build');
  const tiny = { ...known, id: 'reference/tiny', files: [], variants: [variant] };
  expect(selectModel({ style: 'photorealistic' }, [tiny, ...stickers]).id).toBe(
    BUILT_IN_IMAGE_MODEL,
  );
  expect(selectModel({ style: 'photorealistic' }, [tiny, known]).id).toBe(known.id);
  expect(selectModel({}, [tiny]).id).toBe(tiny.id);
  expect(selectModel({ model: tiny.id }, [tiny, known]).id).toBe(tiny.id);
});

it('a named model is taken whatever the style', () => {
  const id = others.at(-1)?.id ?? '';
  expect(selectModel({ model: id, style: 'illustrated' }, images).id).toBe(id);
});

it('no model is an error that says which one to get', () => {
  expect(() => selectModel({}, [])).toThrow(
    expect.objectContaining({
      code: 'model_not_installed',
      details: { model: BUILT_IN_IMAGE_MODEL },
    }) as Error,
  );
});
