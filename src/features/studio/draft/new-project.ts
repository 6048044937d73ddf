import type { WantedSize } from '../../../engine/studio/batch/plan-bases.ts';
import type { StudioDraft, StudioProject } from '../../../storage/studio/studio-project.ts';
import { suggestSizes } from './known-sizes.ts';
import { FIRST_STAGES } from './stage-options.ts';

const FIRST_SIZES: readonly WantedSize[] = suggestSizes(undefined);

export function createDraft(): StudioDraft {
  return {
    brief: '',
    tags: {},
    understanding: null,
    cards: [],
    cardId: null,
    sizes: [...FIRST_SIZES],
    hasOwnSizes: false,
    stages: FIRST_STAGES,
  };
}

export function createProject(): StudioProject {
  const now = Date.now();
  return {
    id: crypto.randomUUID(),
    name: '',
    createdAt: now,
    updatedAt: now,
    draft: createDraft(),
    made: { draws: [], images: [] },
  };
}

/** Whether nothing was said or made: such a project is not kept. */
export function isUntouched({ draft, made }: StudioProject): boolean {
  return draft.brief.trim() === '' && draft.cards.length === 0 && made.images.length === 0;
}

/** Its name, else the first words of its brief. */
export function titleOf({ name, draft }: Pick<StudioProject, 'name' | 'draft'>): string {
  if (name) return name;
  const [line = ''] = draft.brief.trim().split('\n');
  return line.length > 60 ? `${line.slice(0, 59).trimEnd()}…` : line || 'New set';
}
