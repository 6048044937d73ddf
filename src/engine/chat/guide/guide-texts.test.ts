import { describe, expect, it } from 'vitest';
import { guideTexts, listControlNames } from './guide-texts.ts';

describe('guideTexts', () => {
  it('has no duplicate id, title or answer', () => {
    for (const key of ['id', 'title', 'text'] as const)
      expect(new Set(guideTexts.map((text) => text[key])).size).toBe(guideTexts.length);
  });

  it('answers in one to three plain sentences', () => {
    for (const { id, text } of guideTexts) {
      expect(text, id).not.toMatch(/!|AI-powered/);
      expect(text.length, id).toBeLessThan(260);
    }
  });

  it('uses no wording for two texts', () => {
    const owners = new Map<string, string>();
    for (const { id, questions } of guideTexts)
      for (const question of questions) {
        expect(owners.get(question) ?? id, question).toBe(id);
        owners.set(question, id);
      }
  });
});

describe('listControlNames', () => {
  it('returns the text in asterisks', () => {
    expect(listControlNames('Open **Models** and press **Download**.')).toEqual([
      'Models',
      'Download',
    ]);
    expect(listControlNames('Nothing * here **')).toEqual([]);
  });
});
