import type { ImageParameters } from '../../../engine/images/metadata/image-parameters.ts';
import { withOrigin, type Origin } from '../../../engine/origin.ts';
import type {
  MadeDraw,
  PromptCard,
  StudioDraft,
  StudioProject,
} from '../../../storage/studio/studio-project.ts';
import { createProject } from '../draft/new-project.ts';
import { keyOfDraw } from '../set/plan-set.ts';

/** A picture from another screen, as it lies there. */
export interface GivenPicture {
  file: Blob;
  width: number;
  height: number;
  /** What it was made with, as far as that is known. */
  parameters: ImageParameters;
}

/** What another screen gives for a project to begin with. */
export interface ProjectStart {
  origin?: Origin | undefined;
  /** Words to read; empty with a picture that says nothing of itself. */
  brief: string;
  /** Words that are drawn as they are, beside those that the brief suggests. */
  idea?: Pick<PromptCard, 'prompt' | 'negativePrompt'>;
  /** What all sizes are cut from; a prompt can still be chosen instead. */
  picture?: GivenPicture;
}

/** A project with what it was given, its card chosen, and its files. */
export function startProject({ origin, brief, idea, picture }: ProjectStart): {
  project: StudioProject;
  files: ReadonlyMap<string, Blob>;
} {
  const empty = createProject();
  const cards: PromptCard[] = [
    ...(idea ? [createCard('From the conversation', idea)] : []),
    ...(picture ? [createPictureCard(picture)] : []),
  ];
  const draft: StudioDraft = { ...empty.draft, brief, cards, cardId: cards[0]?.id ?? null };
  const project = { ...empty, draft, ...withOrigin(origin) };
  const [card] = cards;
  if (!picture || !card) return { project, files: new Map() };
  const draw = createGivenDraw(card, picture);
  const files = new Map(draw.bases.map(({ id }) => [id, picture.file]));
  return { project: { ...project, made: { draws: [draw], images: [] } }, files };
}

function createCard(
  name: string,
  { prompt, negativePrompt }: Pick<PromptCard, 'prompt' | 'negativePrompt'>,
): PromptCard {
  return { id: crypto.randomUUID(), name, prompt, negativePrompt, isOwn: true };
}

function createPictureCard({ parameters }: GivenPicture): PromptCard {
  const { prompt, negativePrompt = '' } = parameters;
  return { ...createCard('Your picture', { prompt, negativePrompt }), isPicture: true };
}

/** As if the picture had just been drawn. */
function createGivenDraw(card: PromptCard, picture: GivenPicture): MadeDraw {
  const { width, height, parameters } = picture;
  return {
    id: crypto.randomUUID(),
    key: keyOfDraw(card, parameters.model),
    seed: parameters.seed,
    sizes: [],
    bases: [{ id: crypto.randomUUID(), width, height, parameters }],
    isGiven: true,
  };
}
