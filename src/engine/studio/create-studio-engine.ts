import type { ChatEngine } from '../chat/chat-engine.ts';
import { BUILT_IN_IMAGE_MODEL, CATALOG } from '../models/catalog.ts';
import { isForTask, type ImageManifest, type ModelManifest } from '../models/manifest.ts';
import type { BatchRequest } from './batch/batch-request.ts';
import { createEnlargedBases } from './batch/enlarged-bases.ts';
import { generateBatch, type BatchEngines } from './batch/generate-batch.ts';
import { analyzeContext, type AnalyzeDeps } from './brief/analyze-context.ts';
import type { Style } from './brief/context.ts';
import { findChatModel, selectChatModel } from './brief/select-chat-model.ts';
import { answerFromCache } from './cache/answer-from-cache.ts';
import type { PictureCache } from './cache/picture-cache.ts';
import { generatePicture, type PictureEngines } from './stages/generate-picture.ts';
import type { PictureRequest } from './stages/picture-request.ts';
import { selectModel } from './stages/select-model.ts';
import type { StudioAnalyzeRequest, StudioEngine } from './studio-engine.ts';

/** The engines that a studio works with. */
export interface StudioParts extends PictureEngines {
  chat: Pick<ChatEngine, 'generate'>;
  /** The models that are here. Of those that suit as well, the first is taken. */
  listInstalled(): Promise<readonly ModelManifest[]>;
  /** Whether a model that nobody has named may be chosen for this machine. Default: any may. */
  runsHere?(manifest: ModelManifest): boolean;
  /** Answers of earlier requests. Default: every request is worked on. */
  cache?: PictureCache;
}

/** From a brief to pictures, over the engines of a page or a server. */
export function createStudioEngine(given: StudioParts): StudioEngine {
  const parts = { enlarged: createEnlargedBases(), ...given };
  const { runsHere = () => true } = parts;
  const listChoices = async () => (await parts.listInstalled()).filter(runsHere);
  /** A model that is named is taken wherever it runs. */
  const enginesFor = ({ model }: { model?: string }): BatchEngines =>
    model === undefined ? { ...parts, listInstalled: listChoices } : parts;
  const cached = <E extends { type: string }>(
    request: PictureRequest | BatchRequest,
    { listInstalled }: PictureEngines,
    work: () => AsyncIterable<E>,
  ) =>
    parts.cache ? answerFromCache(request, { cache: parts.cache, listInstalled }, work) : work();
  return {
    async analyzeContext(request, signal) {
      const installed = await parts.listInstalled();
      const choices = installed.filter(runsHere);
      const chat = chooseChat(request, { installed, choices }, parts.chat);
      const image: AnalyzeDeps['image'] = (style) =>
        chooseImage(request.imageModel, style, { installed, choices });
      return analyzeContext(request, { image, ...(chat && { chat }) }, signal);
    },
    generatePicture(request, signal) {
      const engines = enginesFor(request);
      return cached(request, engines, () => generatePicture(request, engines, signal));
    },
    generateBatch(request, signal) {
      const engines = enginesFor(request);
      return cached(request, engines, () => generateBatch(request, engines, signal));
    },
  };
}

interface Models {
  /** Those that may be named. */
  installed: readonly ModelManifest[];
  /** Those that may be chosen. */
  choices: readonly ModelManifest[];
}

function chooseChat(
  { chatModel, rulesOnly, device }: StudioAnalyzeRequest,
  { installed, choices }: Models,
  engine: StudioParts['chat'],
): AnalyzeDeps['chat'] {
  if (rulesOnly) return undefined;
  const manifest =
    chatModel === undefined ? selectChatModel(choices) : findChatModel(chatModel, installed);
  return manifest && { engine, choice: { model: manifest.id, ...(device && { device }) } };
}

/** The built-in model need not be here to be written for: it is fetched when it is to draw. */
function chooseImage(
  model: string | undefined,
  style: Style,
  { installed, choices }: Models,
): ImageManifest {
  const models = model === undefined ? choices : installed;
  const needsBuiltIn =
    model === BUILT_IN_IMAGE_MODEL || !models.some((each) => isForTask(each, 'image'));
  const builtIn = needsBuiltIn ? CATALOG.filter(({ id }) => id === BUILT_IN_IMAGE_MODEL) : [];
  return selectModel({ style, ...(model !== undefined && { model }) }, [...models, ...builtIn]);
}
