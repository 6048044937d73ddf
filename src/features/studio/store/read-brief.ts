import { EngineError } from '../../../engine/errors.ts';
import type { StudioAnalyzeRequest } from '../../../engine/studio/studio-engine.ts';
import type { StudioDraft } from '../../../storage/studio/studio-project.ts';
import { addCards, applyAnalysis, toFilters } from '../draft/apply-analysis.ts';
import type { StudioParts } from './studio-store.ts';
import type { StudioActions } from './studio-state.ts';

type ReadActions = Pick<StudioActions, 'understand' | 'stopReading' | 'setTag'>;

/** The rules answer at once; what the chat model says comes later and disturbs nobody. */
export function createBriefReader(parts: StudioParts): ReadActions {
  const { engine, readModels, get, set, edit } = parts;
  let stopper = new AbortController();

  function toRequest({ brief, tags }: StudioDraft): StudioAnalyzeRequest {
    const { image, chatModel, device } = readModels();
    return {
      brief,
      ...toFilters(tags),
      device,
      ...(chatModel && { chatModel }),
      ...(image && { imageModel: image.id }),
    };
  }

  /** All that comes of one reading is one step to undo. */
  async function read(what: string): Promise<void> {
    stopper.abort();
    const { signal } = (stopper = new AbortController());
    const request = toRequest(get().project.draft);
    set({ reading: { status: 'running' } });
    try {
      const rules = await engine.analyzeContext({ ...request, rulesOnly: true }, signal);
      if (signal.aborted) return;
      edit((draft) => applyAnalysis(draft, rules), what);
      set({ reading: { status: 'improving' } });
      await improve(request, what, signal);
      if (!signal.aborted) set({ reading: { status: 'idle' } });
    } catch (thrown) {
      if (!signal.aborted) set({ reading: { status: 'failed', error: EngineError.from(thrown) } });
    }
  }

  async function improve(
    request: StudioAnalyzeRequest,
    what: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { cards, cardId } = get().project.draft;
    const better = await engine.analyzeContext(request, signal);
    if (signal.aborted) return;
    edit((draft) => {
      const isUntouched = draft.cards === cards && draft.cardId === cardId;
      if (better.source === 'model')
        return isUntouched ? applyAnalysis(draft, better) : addCards(draft, better);
      const { understanding } = draft;
      const { rulesBecause } = better;
      if (!understanding || !rulesBecause || understanding.rulesBecause === rulesBecause)
        return draft;
      return { ...draft, understanding: { ...understanding, rulesBecause } };
    }, what);
  }

  return {
    understand: () => read(`read ${crypto.randomUUID()}`),
    stopReading() {
      stopper.abort();
      set({ reading: { status: 'idle' } });
    },
    async setTag(tag, value) {
      const what = `read ${crypto.randomUUID()}`;
      edit((draft) => {
        const { [tag]: _before, ...others } = draft.tags;
        return { ...draft, tags: value === undefined ? others : { ...others, [tag]: value } };
      }, what);
      await read(what);
    },
  };
}
