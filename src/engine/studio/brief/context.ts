import type { SchedulerName } from '../../diffusion/plan/scheduler-names.ts';

/** What a picture is about, as far as it changes how it is drawn. */
export const CATEGORIES = [
  'product',
  'food',
  'travel',
  'people',
  'event',
  'property',
  'technology',
  'nature',
  'abstract',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

export const AUDIENCES = [
  'children',
  'teenagers',
  'young adults',
  'students',
  'parents',
  'families',
  'couples',
  'seniors',
  'professionals',
  'businesses',
  'developers',
  'tourists',
  'athletes',
  'gamers',
  'pet owners',
] as const;
export type Audience = (typeof AUDIENCES)[number];

export const MOODS = [
  'calm',
  'cheerful',
  'cosy',
  'dramatic',
  'elegant',
  'energetic',
  'festive',
  'mysterious',
  'nostalgic',
  'romantic',
  'serious',
] as const;
export type Mood = (typeof MOODS)[number];

export const STYLES = ['photorealistic', 'illustrated'] as const;
export type Style = (typeof STYLES)[number];

export const ASPECTS = ['landscape', 'square', 'portrait'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** What a brief asks for. */
export interface Classification {
  /** `other` where nothing was recognised. */
  category: Category;
  /** English name of a country, region or tradition; null where the brief says nothing. */
  culture: string | null;
  /** BCP 47, such as `pt-PT`; null where the brief says nothing. */
  locale: string | null;
  /** One of AUDIENCES, or a caller's own words; null where the brief says nothing. */
  audience: string | null;
  /** One of MOODS, or a caller's own words; null where the brief says nothing. */
  mood: string | null;
  /** `photorealistic` where the brief says nothing. */
  style: Style;
  /** `square` where the brief says nothing. */
  aspect: Aspect;
}

/** Why a field has its value. */
export type Reason =
  /** The caller asked for it. */
  | { from: 'filter' }
  /** These words of the brief, as it writes them. */
  | { from: 'brief'; cue: string }
  /** The brief's language, as an English name. */
  | { from: 'language'; language: string }
  /** The chat model. */
  | { from: 'model' };

/** A field that nothing was said about has no reason. */
export type Reasons = Partial<Record<keyof Classification, Reason>>;

/** What the rules found. */
export interface ReadBrief {
  classification: Classification;
  reasons: Reasons;
  /** Words that must appear in the picture, as the brief writes them; at most 8. */
  texts: readonly string[];
}

/** What the caller knows already; it wins over whatever is found. */
export interface BriefFilters {
  audience?: string;
  /** BCP 47. */
  locale?: string;
  /** English name of a country, region or tradition. */
  culture?: string;
  style?: Style;
  mood?: string;
}

/** How to draw, ready to be sent with a prompt. */
export interface GenerationConfig {
  style: Style;
  /** Id of the image model. */
  model: string;
  /** Pixels, such as the model can draw. */
  width: number;
  height: number;
  numInferenceSteps: number;
  guidanceScale: number;
  scheduler: SchedulerName;
}

/** A picture to draw, in the image model's words. */
export interface ParsedPrompt {
  /** A few words that tell it from the others. */
  name: string;
  prompt: string;
  /** What must not be in it; empty if the model takes none. */
  negativePrompt: string;
}
