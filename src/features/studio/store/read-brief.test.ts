import { describe, expect, it } from 'vitest';
import { FREE } from './drawing.fixture.ts';
import { createRead, draftOf } from './studio-store.fixture.ts';

describe('reading a brief', () => {
  it('gives prompts, reasons, sizes and the words that must appear', async () => {
    const { store } = await createRead();
    const { understanding, cards, cardId, stages, sizes } = draftOf(store);
    expect(understanding?.classification).toMatchObject({ culture: 'Portugal', mood: 'cosy' });
    expect(understanding?.reasons.culture).toEqual({ from: 'brief', cue: 'Lisbon' });
    expect(cards).toHaveLength(3);
    expect(cardId).toBe(cards[0]?.id);
    expect(stages.overlay).toMatchObject({ isOn: true, text: 'Primavera!' });
    expect(sizes.map(({ name }) => name)).toEqual(['hero', 'og', 'square', 'story']);
  });

  it('follows a tag that is changed, and undo takes both back in one step', async () => {
    const { store } = await createRead({ image: FREE });
    const before = draftOf(store);
    await store.getState().setTag('mood', 'festive');
    expect(draftOf(store).understanding?.reasons.mood).toEqual({ from: 'filter' });
    expect(draftOf(store).cards[0]?.prompt).toContain('festive');
    await store.getState().setTag('aspect', 'portrait');
    expect(draftOf(store).sizes.map(({ name }) => name)).toEqual(['story', 'sidebar']);
    store.getState().undo();
    store.getState().undo();
    expect(draftOf(store)).toEqual(before);
    store.getState().redo();
    expect(draftOf(store).cards[0]?.prompt).toContain('festive');
  });

  it('leaves alone what somebody has written or chosen', async () => {
    const { store } = await createRead();
    const { addCard, editCard, removeSize, setStage, understand, setBrief } = store.getState();
    addCard();
    const own = draftOf(store).cardId ?? '';
    editCard(own, { prompt: 'a whale' });
    removeSize('hero');
    setStage('overlay', { text: 'Hello' });
    setBrief('Winter sale, saying “Frio!”, portrait');
    await understand();
    expect(draftOf(store).cards.find(({ id }) => id === own)?.prompt).toBe('a whale');
    expect(draftOf(store).cardId).toBe(own);
    expect(draftOf(store).sizes.map(({ name }) => name)).toEqual(['og', 'square', 'story']);
    expect(draftOf(store).stages.overlay.text).toBe('Hello');
  });
});
