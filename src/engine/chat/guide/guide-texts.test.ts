import { describe, expect, it } from 'vitest';
import { guideTexts, listControlNames } from './guide-texts.ts';

describe('guideTexts', () => {
  it('has no id, title or answer twice', () => {
    for (const key of ['id', 'title', 'text'] as const)
      expect(new Set(guideTexts.map((text) => text[key])).size).toBe(guideTexts.length);
  });

  it('answers in one to three plain sentences', () => {
    for (const { id, text } of guideTexts) {
      expect(text, id).not.toMatch(/!|AI-powered/);
      expect(text.length, id).toBeLessThan(260);
    }
  });

  it('asks no wording for two texts', () => {
    const owners = new Map<string, string>();
    for (const { id, questions } of guideTexts)
      for (const question of questions) {
        expect(owners.get(question) ?? id, question).toBe(id);
        owners.set(question, id);
      }
  });
});

describe('listControlNames', () => {
  it('gives what stands in asterisks', () => {
    expect(listControlNames('Open **Models** and press **Download**.')).toEqual([
      'Models',
      'Download',
    ]);
    expect(listControlNames('Nothing * here **')).toEqual([]);
  });
});
