import type {
  AnalyzeRequest,
  ContextAnalysis,
} from '../../../engine/studio/brief/analyze-context.ts';
import { MOST_PROMPTS } from '../../../engine/studio/brief/prompts/write-prompts.ts';
import type {
  BriefTags,
  PromptCard,
  StageSettings,
  StudioDraft,
  Understanding,
} from '../../../storage/studio/studio-project.ts';
import { suggestSizes } from './known-sizes.ts';

/**
 * The draft with what was understood: prompts that nobody has written by hand are exchanged, and
 * sizes and text follow the brief where nobody has chosen them.
 */
export function applyAnalysis(draft: StudioDraft, analysis: ContextAnalysis): StudioDraft {
  const understanding = toUnderstanding(draft, analysis);
  const cards = exchangeCards(draft.cards, analysis);
  const { aspect } = understanding.reasons.aspect ? understanding.classification : {};
  return {
    ...draft,
    understanding,
    cards,
    cardId: cards.some(({ id }) => id === draft.cardId) ? draft.cardId : (cards[0]?.id ?? null),
    sizes: draft.hasOwnSizes ? draft.sizes : suggestSizes(aspect),
    stages: offerTexts(draft.stages, draft.understanding, understanding),
  };
}

/** No engine is asked for a shape: it is only the person's. */
function toUnderstanding(
  { brief, tags }: StudioDraft,
  { classification, reasons, texts, model, rulesBecause }: ContextAnalysis,
): Understanding {
  const { aspect } = tags;
  return {
    brief,
    classification: { ...classification, ...(aspect && { aspect }) },
    reasons: { ...reasons, ...(aspect && { aspect: { from: 'filter' as const } }) },
    texts: [...texts],
    ...(model && { model }),
    ...(rulesBecause && { rulesBecause }),
  };
}

/** New ones take the places of the old, so that the chosen place stays chosen. */
function exchangeCards(before: readonly PromptCard[], { prompts }: ContextAnalysis): PromptCard[] {
  const written = before.filter(({ isOwn }) => !isOwn);
  const fresh = prompts.map(({ name, prompt, negativePrompt }, index) => ({
    id: written[index]?.id ?? crypto.randomUUID(),
    name,
    prompt,
    negativePrompt,
  }));
  return [...fresh, ...before.filter(({ isOwn }) => isOwn)];
}

/** The chat model's prompts beside those that somebody has already looked at. */
export function addCards(draft: StudioDraft, { prompts }: ContextAnalysis): StudioDraft {
  const known = new Set(draft.cards.map(({ prompt }) => prompt));
  const added = prompts
    .filter(({ prompt }) => !known.has(prompt))
    .map((prompt) => ({ ...prompt, id: crypto.randomUUID() }));
  return { ...draft, cards: [...draft.cards, ...added].slice(0, MOST_PROMPTS) };
}

/** Words that must appear are written on the picture, unless somebody has other words there. */
function offerTexts(
  stages: StageSettings,
  before: Understanding | null,
  { texts }: Understanding,
): StageSettings {
  const wanted = texts.join('\n');
  const offered = before?.texts.join('\n') ?? '';
  if (stages.overlay.text !== offered || wanted === offered) return stages;
  return { ...stages, overlay: { ...stages.overlay, text: wanted, isOn: wanted !== '' } };
}

/** What the engine is told besides the brief. */
export function toFilters({
  category,
  culture,
  audience,
  mood,
  style,
}: BriefTags): Pick<AnalyzeRequest, 'category' | 'filters'> {
  return {
    ...(category && { category }),
    filters: {
      ...(culture && { culture }),
      ...(audience && { audience }),
      ...(mood && { mood }),
      ...(style && { style }),
    },
  };
}
