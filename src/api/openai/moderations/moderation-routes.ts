import { z } from '@hono/zod-openapi';
import { addRoute, type ApiApp, type ApiCall } from '../../http/add-route.ts';
import { readPicture } from '../../pictures/read-picture.ts';
import { runOperations } from '../../pictures/run-operations.ts';
import type { ApiServices } from '../../services.ts';
import { warningsField } from '../chat/chat-schema.ts';
import { createId } from '../wire-ids.ts';
import { judgeText, MODERATION_CATEGORIES, type ModerationCategory } from './text-rules.ts';

const MAX_INPUTS = 32;
/** What the answer names as its model where only texts were looked at. */
const RULES_MODEL = 'triptych/text-rules';

const partSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string().min(1) }) }),
]);

const moderationRequestSchema = z
  .object({
    model: z.string().optional().describe('Of no effect here.'),
    input: z.union([
      z.string(),
      z.array(z.string()).min(1).max(MAX_INPUTS),
      z.array(partSchema).min(1).max(MAX_INPUTS).describe('Judged as one.'),
    ]),
  })
  .openapi('ModerationRequest');

const byCategory = <Value extends z.ZodType>(value: Value) =>
  z.object(Object.fromEntries(MODERATION_CATEGORIES.map((name) => [name, value])));

const moderationSchema = z
  .object({
    id: z.string(),
    model: z.string(),
    results: z.array(
      z.object({
        flagged: z.boolean(),
        categories: byCategory(z.boolean()),
        category_scores: byCategory(z.number()),
        category_applied_input_types: byCategory(z.array(z.enum(['text', 'image']))),
      }),
    ),
    ...warningsField,
  })
  .openapi('Moderation');

/** How sure the answer is, by category. */
type Scores = Partial<Record<ModerationCategory, number>>;

interface Judgement {
  scores: Scores;
  /** Whether it is flagged, which the classifier's own thresholds say. */
  flags: ReadonlySet<ModerationCategory>;
}

/** `POST /v1/moderations`. */
export function addModerationRoutes(app: ApiApp, services: ApiServices): void {
  addRoute(
    app,
    {
      method: 'post',
      path: '/v1/moderations',
      tag: 'Text',
      summary: 'Looks for what should not be there',
      description:
        'Texts by a few rules on English phrases, pictures by a small classifier that knows nudity alone. Neither is a judgement: somebody has to look.',
      body: moderationRequestSchema,
      answers: {
        200: { description: 'Findings', content: { 'application/json': moderationSchema } },
      },
    },
    (call) => answerModeration(call, services),
  );
}

async function answerModeration(
  call: ApiCall<z.output<typeof moderationRequestSchema>>,
  services: ApiServices,
): Promise<Response> {
  const inputs = [call.body.input].flat();
  const texts = inputs.filter((input) => typeof input === 'string');
  const parts = inputs.filter((input) => typeof input !== 'string');
  const results = texts.map((text) => writeResult([judge(text)], ['text']));
  if (parts.length > 0) {
    const judged: Judgement[] = [];
    for (const [index, part] of parts.entries())
      judged.push(
        part.type === 'text'
          ? judge(part.text)
          : await judgePicture(part.image_url.url, `input.${index}.image_url`, call, services),
      );
    const kinds = new Set(parts.map(({ type }) => (type === 'text' ? 'text' : 'image')));
    results.push(writeResult(judged, [...kinds]));
  }
  return call.answerJson({ id: createId('modr'), model: RULES_MODEL, results });
}

function judge(text: string): Judgement {
  const flags = judgeText(text);
  return { flags, scores: Object.fromEntries([...flags].map((name) => [name, 1])) };
}

async function judgePicture(
  url: string,
  param: string,
  { signal }: ApiCall<unknown>,
  services: ApiServices,
): Promise<Judgement> {
  const file = await readPicture(url, { param, services, signal });
  const look = [{ op: 'moderate' }];
  const { findings } = await runOperations(services.imageOps, file, look, signal);
  const { porn = 0, hentai = 0 } = findings.verdict?.probabilities ?? {};
  return {
    scores: { sexual: Math.max(porn, hentai) },
    flags: new Set(findings.verdict?.isFlagged ? ['sexual'] : []),
  };
}

function writeResult(judged: readonly Judgement[], kinds: readonly ('text' | 'image')[]) {
  const each = <Value>(value: (name: ModerationCategory) => Value) =>
    Object.fromEntries(MODERATION_CATEGORIES.map((name) => [name, value(name)]));
  return {
    flagged: judged.some(({ flags }) => flags.size > 0),
    categories: each((name) => judged.some(({ flags }) => flags.has(name))),
    category_scores: each((name) => Math.max(0, ...judged.map(({ scores }) => scores[name] ?? 0))),
    category_applied_input_types: each((name) =>
      kinds.filter((kind) => kind === 'text' || name === 'sexual'),
    ),
  };
}
