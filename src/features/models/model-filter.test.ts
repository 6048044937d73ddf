import { describe, expect, it } from 'vitest';
import { CATALOG } from '../../engine/models/catalog.ts';
import { sizeOfVariant, type ModelManifest } from '../../engine/models/manifest.ts';
import {
  filterGroups,
  listLanguages,
  NO_FILTER,
  orderGroups,
  type ModelFilter,
} from './model-filter.ts';

const groups = [
  { title: 'Chat', manifests: CATALOG.filter(({ task }) => task === 'chat') },
  { title: 'Rest', manifests: CATALOG.filter(({ task }) => task !== 'chat') },
];
const fitOf = (manifest: ModelManifest) => ({
  sizeBytes: sizeOfVariant(manifest, manifest.variants[0]?.dtype ?? 'fp32'),
  runs: manifest.origin === 'built-in',
});
const find = (part: Partial<ModelFilter>) =>
  filterGroups(groups, { ...NO_FILTER, ...part }, fitOf).flatMap(({ manifests }) => manifests);

describe('the models that are shown', () => {
  it('are all without a filter', () => {
    expect(find({})).toHaveLength(CATALOG.length);
  });

  it('have all the words, and other groups go', () => {
    expect(find({ words: '  QWEN3.5   9b' }).map(({ title }) => title)).toEqual([
      'Qwen3.5 9B (MLC)',
    ]);
    expect(filterGroups(groups, { ...NO_FILTER, words: 'qwen' }, fitOf)).toHaveLength(1);
    expect(find({ words: 'no such thing' })).toEqual([]);
  });

  it('are for the task', () => {
    const looking = find({ task: 'look' }).map(({ title }) => title);
    expect(looking).toEqual(['SmolVLM 256M', 'LFM2.5-VL 450M', 'FastVLM 0.5B']);
    expect(find({ task: 'chat' }).length).toBeGreaterThan(looking.length);
    expect(new Set(find({ task: 'speech' }).map(({ task }) => task))).toEqual(new Set(['speech']));
  });

  it('are no larger than asked, those of unknown size left out', () => {
    const small = find({ size: 'small', task: 'chat' });
    expect(small.length).toBeGreaterThan(2);
    for (const manifest of small) expect(fitOf(manifest).sizeBytes).toBeLessThanOrEqual(300e6);
  });

  it('know the language', () => {
    const titles = find({ language: 'cy' }).map(({ title }) => title);
    expect(titles).toContain('Piper');
    expect(titles).not.toContain('SmolLM2 135M');
  });

  it('have an open licence, or one with conditions', () => {
    const licences = (licence: ModelFilter['licence']) =>
      new Set(find({ licence }).map((manifest) => manifest.licence));
    expect(licences('open')).toContain('Apache-2.0');
    expect(licences('conditions')).toContain('Gemma terms of use');
    expect(find({ licence: 'open' }).length + find({ licence: 'conditions' }).length).toBe(
      CATALOG.length,
    );
  });

  it('run here', () => {
    expect(find({ runsHere: true }).every(({ origin }) => origin === 'built-in')).toBe(true);
  });
});

it('knows a language without its regions, and no languages of what has none', () => {
  const kokoro = CATALOG.find(({ title }) => title === 'Kokoro 82M') as ModelManifest;
  expect(listLanguages(kokoro)).toEqual(['en', 'es', 'fr', 'hi', 'it', 'pt']);
  expect(listLanguages(CATALOG.find(({ task }) => task === 'image') as ModelManifest)).toEqual([]);
});

it('puts what suits the device first, and leaves the rest in order', () => {
  const [chat] = orderGroups(groups, ({ origin }) => (origin === 'hub' ? 0 : 1));
  expect(chat?.manifests.at(-1)?.origin).toBe('built-in');
  expect(chat?.manifests.slice(0, -1)).toEqual(groups[0]?.manifests.slice(1));
});
