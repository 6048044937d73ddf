import { z } from '@hono/zod-openapi';

const MAX_INPUT = 1_000_000;

const formatSchema = z.enum(['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm']);
export type WireAudioFormat = z.output<typeof formatSchema>;

export const speechRequestSchema = z
  .object({
    model: z
      .string()
      .optional()
      .describe('Default: the one that has the voice, else the first speech model.'),
    input: z.string().min(1).max(MAX_INPUT).describe('Plain text, Markdown or HTML.'),
    voice: z
      .union([z.string().min(1), z.object({ id: z.string().min(1) })])
      .nullish()
      .describe('An id, a mix such as af_heart*0.7+am_adam*0.3, or one of OpenAI’s names.'),
    response_format: formatSchema.nullish().describe('Default mp3.'),
    format: formatSchema.nullish().describe('The same as response_format.'),
    speed: z.number().min(0.25).max(4).nullish().describe('Kept within 0.5 and 2.'),
    stream_format: z.enum(['audio', 'sse']).nullish().describe('Default audio.'),
    speaker: z
      .union([z.string().min(1).max(100), z.int().min(0)])
      .nullish()
      .describe('Of a voice with several speakers: a name or number. Default: its first.'),
    length_scale: z
      .number()
      .min(0.25)
      .max(4)
      .nullish()
      .describe('Piper: length of each phoneme; above 1 is slower. Default: the voice’s own.'),
    noise_scale: z
      .number()
      .min(0)
      .max(2)
      .nullish()
      .describe('Piper: how much the sound varies. Default: the voice’s own.'),
    noise_w: z
      .number()
      .min(0)
      .max(2)
      .nullish()
      .describe('Piper: how much the lengths of phonemes vary. Default: the voice’s own.'),
    language: z.string().min(2).max(35).nullish().describe('BCP 47. Default: the voice’s own.'),
    begins_short: z
      .boolean()
      .nullish()
      .describe(
        'Cuts the beginning short, so that it is heard soon. `false` for a sentence of a longer text. Default true.',
      ),
  })
  .openapi('SpeechRequest');
export type WireSpeechRequest = z.output<typeof speechRequestSchema>;

export const speechEventSchema = z
  .union([
    z.object({ type: z.literal('speech.audio.delta'), audio: z.string().describe('Base64.') }),
    z.object({
      type: z.literal('speech.audio.done'),
      usage: z.object({
        input_tokens: z.int(),
        output_tokens: z.int(),
        total_tokens: z.int(),
      }),
    }),
  ])
  .openapi('SpeechStreamEvent');

export const voicesSchema = z
  .object({
    voices: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        language: z.string().describe('BCP 47.'),
        model: z.string(),
        gender: z.enum(['female', 'male', 'neutral']).optional(),
        grade: z.string().optional().describe('The makers’ own: A is best.'),
        quality: z.string().optional().describe('The makers’ name for its size.'),
        speakers: z.int().optional().describe('Where there are several.'),
        licence: z.string().describe('The voice’s own, else the model’s.'),
      }),
    ),
  })
  .openapi('VoiceList');
