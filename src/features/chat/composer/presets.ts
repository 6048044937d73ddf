import type { Preset } from '../../../storage/presets.ts';

/** Useful presets for everyone. */
export const BUILT_IN_PRESETS: readonly Preset[] = [
  {
    id: 'short',
    name: 'Short answers',
    settings: { systemPrompt: 'Answer in one or two sentences.', maxTokens: 200 },
  },
  {
    id: 'proofread',
    name: 'Proofreader',
    settings: {
      systemPrompt:
        'Correct the spelling, grammar and punctuation of the text. Keep its meaning and tone. Return the corrected text only.',
      temperature: 0.2,
    },
  },
  {
    id: 'translate',
    name: 'To English',
    settings: {
      systemPrompt: 'Translate what the user writes into English. Return the translation only.',
      temperature: 0.2,
    },
  },
  {
    id: 'explain',
    name: 'Explain simply',
    settings: {
      systemPrompt: 'Explain in plain words, with one example, as if to a curious twelve-year-old.',
    },
  },
  {
    id: 'code',
    name: 'Code',
    settings: {
      systemPrompt:
        'You are a careful programmer. Answer with code first, then a short explanation.',
      temperature: 0.3,
    },
  },
  {
    id: 'ideas',
    name: 'Many ideas',
    settings: {
      systemPrompt: 'Give a list of ten different ideas, one line each.',
      temperature: 1.1,
    },
  },
];
