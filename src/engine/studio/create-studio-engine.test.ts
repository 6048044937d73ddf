import { describe, expect, it } from 'vitest';
import type { ChatEvent, ChatRequest } from '../chat/chat-engine.ts';
import type { ImageRequest } from '../diffusion/diffusion-engine.ts';
import { EngineError } from '../errors.ts';
import { BUILT_IN_CHAT_MODEL, BUILT_IN_IMAGE_MODEL, CATALOG } from '../models/catalog.ts';
import type { ModelManifest } from '../models/manifest.ts';
import { createStudioEngine, type StudioParts } from './create-studio-engine.ts';

const LLM = 'HuggingFaceTB/SmolLM2-135M-Instruct';
const PAINTER = 'nmkd/stable-diffusion-1.5-onnx-fp16';
const signal = new AbortController().signal;

function find(...ids: string[]): ModelManifest[] {
  return ids.map((id) => {
    const found = CATALOG.find((each) => each.id === id);
    if (!found) throw new Error(`The catalogue has no ${id}.`);
    return found;
  });
}

/** A studio whose engines only note what they are asked for. */
function open(installed: string[], more: Partial<StudioParts> = {}) {
  const asked: ChatRequest[] = [];
  const drawn: ImageRequest[] = [];
  const studio = createStudioEngine({
    chat: {
      async *generate(request): AsyncGenerator<ChatEvent> {
        asked.push(request);
        yield await Promise.resolve({ type: 'text-delta' as const, text: '{}', tokens: [1] });
      },
    },
    diffusion: {
      async *generate(request) {
        drawn.push(request);
        await Promise.reject(new EngineError('internal', 'This test draws nothing.'));
      },
    },
    imageOps: {
      async *process() {
        await Promise.reject(new EngineError('internal', 'This test changes nothing.'));
      },
    },
    listInstalled: () => Promise.resolve(find(...installed)),
    ...more,
  });
  return { studio, asked, drawn };
}

describe('a brief', () => {
  it('is read by a language model rather than the guide, and by the rules without either', async () => {
    const all = open([BUILT_IN_CHAT_MODEL, LLM, PAINTER]);
    await all.studio.analyzeContext({ brief: 'a bakery', device: 'wasm' }, signal);
    expect(all.asked[0]).toMatchObject({ model: LLM, device: 'wasm' });

    const guided = open([BUILT_IN_CHAT_MODEL, PAINTER]);
    await guided.studio.analyzeContext({ brief: 'a bakery' }, signal);
    expect(guided.asked[0]).toMatchObject({ model: BUILT_IN_CHAT_MODEL });

    const bare = await open([PAINTER]).studio.analyzeContext({ brief: 'a bakery' }, signal);
    expect(bare).toMatchObject({ source: 'rules', rulesBecause: 'no-model' });
  });

  it('is read by the rules alone where that is wanted', async () => {
    const { studio, asked } = open([LLM, PAINTER]);
    await studio.analyzeContext({ brief: 'a bakery', rulesOnly: true }, signal);
    expect(asked).toEqual([]);
  });

  it('is written for a model that suits its style, the built-in one where there is no other', async () => {
    const { studio } = open([BUILT_IN_IMAGE_MODEL, PAINTER]);
    const photo = await studio.analyzeContext({ brief: 'photo of a bakery' }, signal);
    expect(photo.config.model).toBe(PAINTER);
    const drawing = await studio.analyzeContext({ brief: 'cartoon of a bakery' }, signal);
    expect(drawing.config.model).toBe(BUILT_IN_IMAGE_MODEL);

    const { config } = await open([]).studio.analyzeContext({ brief: 'a bakery' }, signal);
    expect(config.model).toBe(BUILT_IN_IMAGE_MODEL);
  });

  it('takes the models that are named, and says which one is missing', async () => {
    const { studio, asked } = open([BUILT_IN_CHAT_MODEL, LLM, PAINTER]);
    const request = { brief: 'a bakery', chatModel: LLM, imageModel: BUILT_IN_IMAGE_MODEL };
    const { config } = await studio.analyzeContext(request, signal);
    expect(config.model).toBe(BUILT_IN_IMAGE_MODEL);
    expect(asked[0]?.model).toBe(LLM);

    const missing = open([PAINTER]).studio;
    await expect(
      missing.analyzeContext({ brief: 'a bakery', chatModel: BUILT_IN_CHAT_MODEL }, signal),
    ).rejects.toMatchObject({
      code: 'model_not_installed',
      details: { model: BUILT_IN_CHAT_MODEL },
    });
    await expect(
      missing.analyzeContext({ brief: 'a bakery', chatModel: PAINTER }, signal),
    ).rejects.toMatchObject({ code: 'not_supported' });
  });
});

describe('a model that does not run on the machine', () => {
  const runsHere = ({ id }: ModelManifest) => id !== LLM && id !== PAINTER;
  const installed = [LLM, BUILT_IN_CHAT_MODEL, PAINTER, BUILT_IN_IMAGE_MODEL];

  it('is not chosen', async () => {
    const { studio, asked, drawn } = open(installed, { runsHere });
    const { config } = await studio.analyzeContext({ brief: 'things from the ocean' }, signal);
    expect(config.model).toBe(BUILT_IN_IMAGE_MODEL);
    expect(asked[0]?.model).toBe(BUILT_IN_CHAT_MODEL);
    await expect(drawAny(studio.generatePicture({ prompt: 'a fox' }, signal))).rejects.toThrow();
    expect(drawn[0]?.model).toBe(BUILT_IN_IMAGE_MODEL);
  });

  it('is taken where somebody names it', async () => {
    const { studio, drawn } = open(installed, { runsHere });
    const sizes = [{ name: 'card', width: 64, height: 64 }];
    const batch = studio.generateBatch({ prompt: 'a fox', model: PAINTER, sizes }, signal);
    await expect(drawAny(batch)).rejects.toThrow();
    expect(drawn[0]?.model).toBe(PAINTER);
  });
});

async function drawAny(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events);
}
