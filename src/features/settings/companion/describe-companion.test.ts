import { expect, it } from 'vitest';
import { NO_COMPANION } from '../../../engine-client/companion/companion-state.ts';
import type { CompanionProblem } from '../../../engine/companion/companion-finding.ts';
import { toCompanionId, type CompanionTask } from '../../../engine/companion/companion-model.ts';
import { describeCompanion } from './describe-companion.ts';

const box = { ...NO_COMPANION, url: 'http://gpu-box:4174', version: '1.0.0' };
const model = (name: string, task: CompanionTask) => ({
  ...{ id: toCompanionId(name), name, title: name, task, capabilities: [], home: 'local' },
});
const describe = (part: object) => describeCompanion({ ...box, ...part }, 'https://studio.example');

it('says what is there and where to choose it', () => {
  const models = [model('a', 'chat'), model('b', 'image')];
  expect(describe({ status: 'ready', models })).toBe(
    'Connected to gpu-box:4174 (version 1.0.0), which offers 2 models. Choose in Chat and Images, under “On your companion”.',
  );
  expect(describe({ status: 'ready', models: [...models, model('c', 'speech')] })).toContain(
    'Choose in Chat, Images, and Speech, under',
  );
  expect(describe({ status: 'ready', isOwn: true, models: models.slice(0, 1) })).toMatch(
    /^This page comes from a companion .* one model\. Choose in Chat,/,
  );
  expect(describe({ status: 'ready' })).toContain('put others into its models folder');
});

it.each<[CompanionProblem, string]>([
  ['unreachable', 'Nothing answers at gpu-box:4174'],
  ['page-refused', 'TRIPTYCH_ORIGINS=https://studio.example'],
  ['mixed-content', 'https address'],
  ['page-policy', 'reload the page'],
  ['key-missing', 'keys create'],
  ['key-refused', 'does not accept this key'],
  ['not-a-companion', 'not a Triptych companion'],
  ['a-tab', 'npm run server'],
  ['other-version', 'another version'],
])('says what is wrong and what helps: %s', (problem, words) => {
  expect(describe({ status: 'away', problem })).toContain(words);
});

it('says nothing where there is none', () => {
  expect(describeCompanion(NO_COMPANION, 'https://studio.example')).toBe('');
});
