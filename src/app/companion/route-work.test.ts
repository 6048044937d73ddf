import { expect, it } from 'vitest';
import type { ChatEngine, ChatEvent } from '../../engine/chat/chat-engine.ts';
import type { SpeechEngine, SpeechEvent } from '../../engine/speech/speech-engine.ts';
import { routeChat, routeSpeech } from './route-work.ts';

const said = (text: string) =>
  async function* ({ model }: { model: string }): AsyncGenerator<ChatEvent> {
    yield { type: 'text-delta', text: `${text} ${model}`, tokens: [] };
  };

const spoken = (place: string) =>
  async function* ({ model }: { model: string }): AsyncGenerator<SpeechEvent> {
    yield { type: 'text-skip', reason: `${place} ${model}` };
  };

it('asks each model where it is, and opens the companion for its own alone', async () => {
  let opened = 0;
  const local: ChatEngine = { load: () => Promise.reject(new Error()), generate: said('here') };
  const chat = routeChat(local, {
    open: async () => {
      opened++;
      return { chat: { generate: said('there') } };
    },
  });
  const ask = async (model: string) => {
    const request = { model, messages: [{ role: 'user' as const, content: 'x' }] };
    for await (const event of chat.generate(request, new AbortController().signal))
      return event.type === 'text-delta' ? event.text : '';
    return '';
  };
  expect(await ask('Qwen/Qwen3-8B')).toBe('here Qwen/Qwen3-8B');
  expect(opened).toBe(0);
  expect(await ask('companion:Qwen/Qwen3-8B')).toBe('there Qwen/Qwen3-8B');
});

it('has voices speak where they are, and writes sound here', async () => {
  const local: SpeechEngine & { encode(): string } = {
    load: () => Promise.reject(new Error()),
    synthesize: spoken('here'),
    encode: () => 'a file',
  };
  const speech = routeSpeech(local, {
    open: async () => ({ speech: { synthesize: spoken('there') } }),
  });
  const ask = async (model: string) => {
    for await (const event of speech.synthesize({ model, text: 'x' }, new AbortController().signal))
      return event.type === 'text-skip' ? event.reason : '';
    return '';
  };
  expect(await ask('triptych/flite')).toBe('here triptych/flite');
  expect(await ask('companion:triptych/flite')).toBe('there triptych/flite');
  expect(speech.encode()).toBe('a file');
});
