import * as z from 'zod/mini';
import { parseJson } from '../../parse-json.ts';

/** A prompt for an image model. */
export interface ImagePrompt {
  /** A few words that distinguish it from the others. */
  name: string;
  prompt: string;
  negativePrompt: string;
}

const textSchema = z.string().check(z.minLength(1));
const promptSchema = z.object({
  prompts: z.tuple(
    [z.object({ name: textSchema, prompt: textSchema, negativePrompt: z.string() })],
    z.unknown(),
  ),
});

/** The first prompt in an answer; one cut off after its prompt still counts. */
export function parsePrompt(answer: string): ImagePrompt | undefined {
  const parsed = promptSchema.safeParse(parseJson(answer));
  if (parsed.success) return parsed.data.prompts[0];
  const cut = /"name":"([^"]+)","prompt":"([^"]+)"/.exec(answer);
  return cut?.[1] && cut[2]
    ? { name: cut[1], prompt: cut[2], negativePrompt: defaultNegativePrompt }
    : undefined;
}

export const defaultNegativePrompt = 'blurry, low quality, watermark, text';

/**
 * Details that the model adds to foods, plants and people, and to anything it does not recognise.
 */
const STRAY_DETAILS =
  /^(?:a slice of lemon|fine leaf veins|drops of dew|scattered crumbs|fresh herbs|steam rising|a silver spoon|rich dark soil|a bee in flight|soft fur and fine detail|curious eyes|rolled-up sleeves|tools nearby)$/;

/** The prompt without details that were not requested and suit few things. */
export function dropStrayDetails(prompt: string, brief: string): string {
  const parts = prompt.split(', ');
  return parts.filter((part) => !STRAY_DETAILS.test(part) || brief.includes(part)).join(', ');
}
