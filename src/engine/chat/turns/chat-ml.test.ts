import { Template } from '@huggingface/jinja';
import { expect, it } from 'vitest';
import { addChatMl } from './chat-ml.ts';

const tokenizer = (known: readonly string[], template?: unknown) => ({
  chat_template: template,
  encode: (text: string) =>
    known.includes(text) ? [100 + known.indexOf(text)] : [...text].map((_, index) => index),
});
const MARKS = ['<|im_start|>', '<|im_end|>'];

it('a tokenizer with ChatML marks and no template speaks ChatML', () => {
  const qwen = tokenizer(MARKS);
  expect(addChatMl(qwen)).toBe(101);
  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: "It's \n{{ 1 }}" },
  ];
  const text = new Template(String(qwen.chat_template)).render({
    messages,
    add_generation_prompt: true,
  });
  expect(text).toBe(
    "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nIt's \n{{ 1 }}<|im_end|>\n<|im_start|>assistant\n",
  );
});

it.each([
  ['a template of its own', tokenizer(MARKS, 'own'), 'own'],
  ['several templates', tokenizer(MARKS, { default: 'own' }), { default: 'own' }],
  ['other marks', tokenizer(['<s>']), undefined],
  ['one of the marks', tokenizer(['<|im_start|>']), undefined],
])('one with %s stays as it is', (_, given, template) => {
  expect(addChatMl(given)).toBeUndefined();
  expect(given.chat_template).toEqual(template);
});
