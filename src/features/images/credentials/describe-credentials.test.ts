import { expect, it } from 'vitest';
import { OPERATION_ACTIONS } from '../../../engine/credentials/claim/actions.ts';
import { describeAction, describeDate, describeIngredient } from './describe-credentials.ts';

it.each([
  [
    { action: 'c2pa.created', sourceType: 'trainedAlgorithmicMedia', model: 'a/b', software: 'S' },
    'Drawn by a model (a/b)',
  ],
  [{ action: 'c2pa.created', sourceType: 'digitalCapture' }, 'Taken with a camera'],
  [{ action: 'c2pa.created', sourceType: 'toString', software: 'S' }, 'Created (S)'],
  [
    { action: 'c2pa.edited', sourceType: 'compositeWithTrainedAlgorithmicMedia', software: 'S' },
    'Edited, partly drawn by a model (S)',
  ],
  [
    {
      action: 'c2pa.edited',
      sourceType: 'compositeWithTrainedAlgorithmicMedia',
      description: 'A model redrew the picture.',
    },
    'A model redrew the picture',
  ],
  [{ action: 'c2pa.converted', software: 'Triptych 0.1.0' }, 'Saved in another format'],
  [{ action: 'org.other.thing' }, 'org.other.thing'],
  [{ action: 'constructor' }, 'constructor'],
])('%j is “%s”', (step, said) => expect(describeAction(step, 'Triptych 0.1.0')).toBe(said));

it('has words for what image operations do', () => {
  for (const { action } of OPERATION_ACTIONS.values())
    expect(describeAction({ action })).not.toContain('c2pa');
});

it('says what a picture was made from, and whether that was sound', () => {
  const common = { title: 'a.jpg', signer: 'Ana', actions: [] };
  expect(describeIngredient({ ...common, credentials: 'valid' })).toBe(
    'Made from a.jpg, signed by Ana:',
  );
  expect(describeIngredient({ ...common, credentials: 'invalid' })).toContain('did not hold');
  expect(describeIngredient({ credentials: 'none', actions: [] })).toBe(
    'Made from a file without its own credentials.',
  );
});

it('shows dates as people write them, and other texts as they are', () => {
  expect(describeDate('2026-11-29T12:00:00Z')).toMatch(/^Nov (?:28|29|30), 2026, /);
  expect(describeDate('long ago')).toBe('long ago');
});
