import type { ChatEngine, ModelChoice } from '../../../chat/chat-engine.ts';
import type { ImageManifest } from '../../../models/manifest.ts';
import type { Category, ParsedPrompt, Style } from '../context.ts';
import type { BriefReading } from '../read-brief.ts';

/** What a chat model is asked about. */
export interface Question {
  reading: BriefReading;
  image: ImageManifest;
  count: number;
  engine: Pick<ChatEngine, 'generate'>;
  choice: ModelChoice;
}

/** What a chat model says, after it was checked. */
export interface Advice {
  /** Only what a model may judge: place and culture are the brief's alone. */
  findings: {
    category?: Category;
    audience?: string;
    mood?: string;
    style?: Style;
  };
  /** At least one. */
  prompts: readonly ParsedPrompt[];
}
