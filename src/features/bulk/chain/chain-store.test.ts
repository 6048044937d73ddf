import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../../engine/image-ops/operations/operations.ts';
import { createChainStore, toRecipe } from './chain-store.ts';
import { checkStep } from './check-steps.ts';
import { beginOptions, describeOperation } from './operation-table.ts';
import { PRESETS } from './presets.ts';

function setUp(text = '[]') {
  let draft = text;
  const store = createChainStore({ read: () => draft, write: (written) => (draft = written) });
  const state = store.getState;
  return {
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
});
