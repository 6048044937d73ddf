import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../../engine/image-ops/operations/operations.ts';
import { createChainStore, toRecipe } from './chain-store.ts';
import { checkStep } from './check-steps.ts';
import { offerShade } from './offer-shade.ts';
import {
  beginOptions,
  changeVariant,
  describeOperation,
  fieldsOf,
  findVariant,
} from './operation-table.ts';
import { PRESETS } from './presets.ts';

function setUp(text = '[]') {
  let draft = text;
  const store = createChainStore({ read: () => draft, write: (written) => (draft = written) });
  const state = store.getState;
  return {
    store,
    state,
    draft: () => draft,
    recipe: () => toRecipe(state().steps),
    idOf: (op: string) => state().steps.find((step) => step.op === op)?.id ?? '',
  };
}

describe('the chain', () => {
  it('begins with the first preset, and then as it was left', () => {
    const first = setUp('');
    expect(first.recipe()).toEqual(PRESETS[0].recipe);
    first.state().add('flip');
    expect(setUp(first.draft()).recipe()).toEqual([{ op: 'optimize' }, { op: 'flip' }]);
  });

  it('is reordered, and no step leaves its ends', () => {
    const { state, recipe, idOf } = setUp('[{"op":"resize"},{"op":"flip"},{"op":"blur"}]');
    state().move(idOf('blur'), -1);
    state().move(idOf('resize'), -1);
    expect(recipe().map(({ op }) => op)).toEqual(['resize', 'blur', 'flip']);
    state().undo();
    expect(recipe().map(({ op }) => op)).toEqual(['resize', 'flip', 'blur']);
  });

  it('undoes the changes of one option at once', () => {
    const { state, recipe, idOf } = setUp('[{"op":"optimize"},{"op":"blur"}]');
    for (const quality of [81, 80, 79]) state().setOption(idOf('optimize'), 'quality', quality);
    state().setOption(idOf('blur'), 'sigma', 3);
    expect(recipe()).toEqual([
      { op: 'optimize', options: { quality: 79 } },
      { op: 'blur', options: { sigma: 3 } },
    ]);
    state().undo();
    state().undo();
    expect(recipe()).toEqual([{ op: 'optimize' }, { op: 'blur' }]);
  });

  it('undoes the parts of an option one by one', () => {
    const { state, recipe, idOf } = setUp('[{"op":"overlay","options":{"text":"a"}}]');
    const set = (outline: object, part: string) =>
      state().setOption(idOf('overlay'), 'outline', outline, part);
    set({}, 'on');
    for (const width of [1, 12]) set({ width }, 'width');
    set({ width: 12, color: '#ffffff' }, 'color');
    state().undo();
    expect(recipe()[0]?.options).toEqual({ text: 'a', outline: { width: 12 } });
    state().undo();
    expect(recipe()[0]?.options).toEqual({ text: 'a', outline: {} });
  });

  it('forgets an option that is left to its default', () => {
    const { state, recipe, idOf } = setUp('[{"op":"optimize","options":{"quality":5}}]');
    state().setOption(idOf('optimize'), 'quality', undefined);
    expect(recipe()).toEqual([{ op: 'optimize' }]);
  });

  it('offers to undo what is lost at once', () => {
    const { state, recipe, idOf } = setUp('[{"op":"flip"}]');
    state().remove(idOf('flip'), 'Flip');
    expect(state().undoTitle).toBe('“Flip” removed');
    state().undo();
    expect(recipe()).toEqual([{ op: 'flip' }]);
    state().replace([{ op: 'blur' }], 'Softer');
    expect(state().undoTitle).toBe('Steps replaced by “Softer”');
    state().undo();
    expect(recipe()).toEqual([{ op: 'flip' }]);
  });
});

describe('steps', () => {
  it.each(PRESETS)('of “$name” are valid', ({ recipe }) => {
    expect(recipe.map(({ op, options = {} }) => checkStep({ id: '', op, options }))).toEqual(
      recipe.map(() => null),
    );
  });

  it('with a bad option say its name and its range', () => {
    const error = checkStep({ id: '', op: 'optimize', options: { quality: 101 } });
    expect(error?.message).toBe('optimize: "quality" must be a whole number from 1 to 100.');
    expect(error?.details.option).toBe('quality');
    expect(checkStep({ id: '', op: 'levitate', options: {} })?.message).toContain('levitate');
  });

  it.each([...OPERATIONS.keys()])('of %s have a title and a form of all its options', (op) => {
    const { title, fields } = describeOperation(op);
    expect(title).not.toBe('');
    for (const { label } of fields) expect(label).not.toBe('');
    const unknown = { id: '', op, options: { ...beginOptions(op), zebra: 1 } };
    expect(checkStep(unknown)?.code).toBe('invalid_request');
  });

  it('whose picture has still to be chosen, or is gone, say so', () => {
    const stepOf = (image: string) => ({ id: '', op: 'watermark', options: { image } });
    expect(checkStep(stepOf('picture:'))?.message).toBe('watermark: choose the picture to use.');
    const gone = new Map([['picture:12', null]]);
    expect(checkStep(stepOf('picture:12'), gone)).toMatchObject({
      message: 'watermark: its picture is no longer stored in this browser. Choose it again.',
      details: { option: 'image' },
    });
    expect(checkStep(stepOf('picture:12'), new Map([['picture:12', new Blob(['x'])]]))).toBeNull();
  });
});

describe('a watermark', () => {
  const form = describeOperation('watermark');
  const [hidden, picture, text] = form.variants;
  const fieldsIn = (variant = text) => fieldsOf(form, variant).map(({ name }) => name);

  it.each([
    [{ text: 'a' }, 'Text'],
    [{}, 'Text'],
    [{ image: 'picture:' }, 'Picture'],
    [{ invisible: true, payload: 3 }, 'Hidden number'],
  ])('%j is told as %s', (options, label) => {
    expect(findVariant(form, options)?.label).toBe(label);
  });

  it('shows the options of its kind only', () => {
    expect(fieldsIn(hidden)).toEqual(['payload']);
    expect(fieldsIn(picture)).toContain('image');
    expect(fieldsIn(picture)).not.toContain('color');
    expect(fieldsIn(text)).toContain('color');
  });

  it('keeps what both kinds have, and is valid', () => {
    if (!hidden || !picture || !text) throw new Error('A kind is missing.');
    const before = { text: 'a', color: '#000000', scale: 0.5 };
    expect(changeVariant(before, picture)).toEqual({ image: 'picture:', scale: 0.5 });
    const options = changeVariant(before, hidden);
    expect(options).toEqual({ invisible: true, payload: 1 });
    expect(checkStep({ id: '', op: 'watermark', options })).toBeNull();
    expect(changeVariant(options, text)).toEqual({ text: '© Your name' });
  });
});

it('a shade is laid behind all texts that have none, at one press that can be undone', () => {
  const { store, state, recipe } = setUp(
    JSON.stringify([
      { op: 'overlay', options: { text: 'a', shade: 'none' } },
      { op: 'overlay', options: { text: 'b', shade: 'none', background: {} } },
      { op: 'overlay', options: { text: 'c', shade: 'always' } },
      { op: 'flip' },
    ]),
  );
  const shades = () => recipe().map(({ options }) => options?.['shade']);
  offerShade(store);
  expect(shades()).toEqual(['auto', 'always', 'always', undefined]);
  state().undo();
  expect(shades()).toEqual(['none', 'none', 'always', undefined]);
});
