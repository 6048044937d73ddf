import { describe, expect, it } from 'vitest';
import { guideTexts, isTextTrue, listControlNames } from './guide-texts.ts';

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

  it('links to the screen that it speaks of only when that screen is needed', () => {
    for (const { id, panel, link } of guideTexts) {
      const screen = link && /^open:(images|speech|studio|gallery)$/.exec(link.action)?.[1];
      if (screen) expect(panel, id).toBe(screen);
    }
  });
});

describe('isTextTrue', () => {
  const [text] = guideTexts;
  if (!text) throw new Error('There are no texts.');
  const here = { panels: ['chat'], features: ['api'] } as const;

  it('asks for the panel and for the feature', () => {
    expect(isTextTrue({ ...text, panel: null }, here)).toBe(true);
    expect(isTextTrue({ ...text, panel: 'chat', needs: 'api' }, here)).toBe(true);
    expect(isTextTrue({ ...text, panel: 'images' }, here)).toBe(false);
    expect(isTextTrue({ ...text, panel: null, needs: 'import' }, here)).toBe(false);
  });
});

describe('listControlNames', () => {
  it('gives what stands in asterisks', () => {
    expect(listControlNames('Open **Models** and press **Download**.')).toEqual(['Models', 'Download']);
    expect(listControlNames('Nothing * here **')).toEqual([]);
  });
});
