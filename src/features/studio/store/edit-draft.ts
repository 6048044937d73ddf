import type { PromptCard } from '../../../storage/studio/studio-project.ts';
import type { EditDraft, StudioActions } from './studio-state.ts';

type EditActions = Pick<
  StudioActions,
  | 'setBrief'
  | 'chooseCard'
  | 'editCard'
  | 'addCard'
  | 'removeCard'
  | 'addSize'
  | 'removeSize'
  | 'setStage'
  | 'setAlt'
>;

/** What the person changes by hand. While one thing is being written, all of it is one step. */
export function editDraft(edit: EditDraft): EditActions {
  return {
    setBrief: (brief) => edit((draft) => ({ ...draft, brief }), 'brief'),
    chooseCard: (cardId) =>
      edit((draft) => (draft.cardId === cardId ? draft : { ...draft, cardId })),
    editCard: (id, change) =>
      edit(
        (draft) => ({
          ...draft,
          cards: draft.cards.map((card) =>
            card.id === id ? { ...card, ...change, isOwn: true } : card,
          ),
        }),
        `card ${id} ${Object.keys(change).join()}`,
      ),
    addCard: () =>
      edit((draft) => {
        const card: PromptCard = {
          id: crypto.randomUUID(),
          name: 'My prompt',
          prompt: '',
          negativePrompt: '',
          isOwn: true,
        };
        return { ...draft, cards: [...draft.cards, card], cardId: card.id };
      }),
    removeCard: (id) =>
      edit((draft) => {
        const cards = draft.cards.filter((card) => card.id !== id);
        const cardId = draft.cardId === id ? (cards[0]?.id ?? null) : draft.cardId;
        return { ...draft, cards, cardId };
      }),
    addSize: (size) =>
      edit((draft) => ({
        ...draft,
        sizes: [...draft.sizes.filter(({ name }) => name !== size.name), size],
        hasOwnSizes: true,
      })),
    removeSize: (name) =>
      edit((draft) => ({
        ...draft,
        sizes: draft.sizes.filter((size) => size.name !== name),
        hasOwnSizes: true,
      })),
    setStage: (stage, change) =>
      edit(
        (draft) => ({
          ...draft,
          stages: { ...draft.stages, [stage]: { ...draft.stages[stage], ...change } },
        }),
        `stage ${stage} ${Object.keys(change).join()}`,
      ),
    setAlt: (alt) => edit((draft) => ({ ...draft, alt }), 'alt'),
  };
}
