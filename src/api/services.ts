import type { ChatEngine } from '../engine/chat/chat-engine.ts';
import type { DiffusionEngine } from '../engine/diffusion/diffusion-engine.ts';
import type { EmbeddingEngine } from '../engine/embeddings/embedding-engine.ts';
import type { ImageOpsEngine } from '../engine/image-ops/image-ops-engine.ts';
import type { PixelImage } from '../engine/images/pixel-image.ts';
import type { ModelManifest, ModelTask } from '../engine/models/manifest.ts';
import type { SpeechEngine } from '../engine/speech/speech-engine.ts';
import type { StudioEngine } from '../engine/studio/studio-engine.ts';

/** Which of the two homes answers. */
export type ApiHome = 'tab' | 'server';

/** A model that may be asked for. */
export interface ServedModel {
  manifest: ModelManifest;
  /** `local`, or the name of the upstream that runs it. */
  home: string;
  installedAt: number;
}

/** A model of another server, which answers for it itself. */
export interface RemoteModel {
  id: string;
  ownedBy: string;
  task: ModelTask;
  capabilities: readonly string[];
  /** Name of the upstream that runs it. */
  home: string;
  /** Milliseconds since 1970. */
  createdAt: number;
}

export type EngineName = 'chat' | 'images' | 'speech' | 'image-ops' | 'embeddings';

/** `idle`: started by the first request; `down`: it died and is about to be started again. */
export type EngineState = 'ready' | 'starting' | 'idle' | 'down';

/** Texts as vectors, for search. */
export interface EmbeddingService extends EmbeddingEngine {
  /** Ids of the models that may be asked; the first one answers where none is named. */
  listModels(): Promise<readonly string[]>;
}

/**
 * What the API answers with: in a tab the page's clients, on a server engines in child processes.
 * Models are fetched, leased and unloaded behind these interfaces.
 */
export interface ApiServices {
  home: ApiHome;
  version: string;
  /** The default model of each task comes before the others of the task. */
  listModels(): Promise<readonly ServedModel[]>;
  /** Models of other servers, which a `Forwarder` reaches. Absent: none. */
  listRemoteModels?(): Promise<readonly RemoteModel[]>;
  chat: Pick<ChatEngine, 'generate'>;
  diffusion: Pick<DiffusionEngine, 'generate'>;
  speech: Pick<SpeechEngine, 'synthesize'>;
  imageOps: ImageOpsEngine;
  studio: StudioEngine;
  /** Pixels of a picture file that was checked; throws `invalid_request` and `limit_exceeded`. */
  decodePicture(file: Blob, signal: AbortSignal): Promise<PixelImage>;
  /** Absent where there is no model for it. */
  embeddings?: EmbeddingService;
  /**
   * Fetches a picture that a request names by its address, within limits, and never from the own
   * network. Throws `invalid_request` if there is none, and what reading a picture throws. Absent:
   * requests must bring their pictures.
   */
  fetchPicture?(url: string, signal: AbortSignal): Promise<Blob>;
  engineStates(): Readonly<Record<EngineName, EngineState>>;
}
