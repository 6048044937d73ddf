import { expect, it } from 'vitest';
import { compileGgufTemplate } from './gguf-template.ts';

const messages = [{ role: 'user' as const, content: 'Hi' }];
const facts = { tokens: ['<s>', '</s>'], beginToken: 0, endToken: 1, addsBeginning: undefined };

it('uses the template of the file, with its tokens', () => {
  const chatTemplate = '{{ bos_token }}[{{ messages[0].content }}]{{ eos_token }}';
  expect(compileGgufTemplate({ ...facts, chatTemplate, addsBeginning: false })(messages)).toBe(
    '<s>[Hi]</s>',
  );
});

it('leaves the beginning to llama.cpp where that adds it', () => {
  const chatTemplate = '{{ bos_token }}[{{ messages[0].content }}]';
  expect(compileGgufTemplate({ ...facts, chatTemplate })(messages)).toBe('[Hi]');
});

it('writes ChatML where the file has no template', () => {
  expect(compileGgufTemplate({ ...facts, chatTemplate: '' })(messages)).toContain(
    '<|im_start|>user',
  );
});
