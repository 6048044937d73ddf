import { describe, expect, it } from 'vitest';
import { createPartSplitter, type AnswerPart, type PartSplitterOptions } from './answer-parts.ts';
import { createToolCallReader, detectToolCallFormat } from './tool-calls.ts';
import { cpuTimeMs } from '../../cpu-time.fixture.ts';

const tools = ['weather', 'Ada', 'now'].map((name) => ({
  name,
  description: '',
  parameters: { type: 'object' },
}));
const hermes = createToolCallReader(detectToolCallFormat('<tool_call>'), tools);
const mistral = createToolCallReader(detectToolCallFormat('[TOOL_CALLS]'), tools);
const llama = createToolCallReader(detectToolCallFormat('<|python_tag|>'), tools);

/** The parts in short: `text`, `(thought)`, `weather{…}`; neighbours of one kind are one. */
function read(pieces: readonly string[], options: PartSplitterOptions): string[] {
  const splitter = createPartSplitter(options);
  const parts = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.flush()];
  return joinNeighbours(parts).map((part) => {
    if (part.kind === 'tool')
      return part.calls.map((call) => `${call.name}${call.arguments}`).join('+');
    return part.kind === 'reasoning' ? `(${part.text})` : part.text;
  });
}

function joinNeighbours(parts: readonly AnswerPart[]): AnswerPart[] {
  return parts.reduce<AnswerPart[]>((joined, part) => {
    const last = joined.at(-1);
    if (part.kind === 'tool' || last?.kind !== part.kind) return [...joined, part];
    return [...joined.slice(0, -1), { ...last, text: last.text + part.text } as AnswerPart];
  }, []);
}

interface Case {
  name: string;
  text: string;
  parts: string[];
  options?: PartSplitterOptions;
}

const THOUGHTS: Case[] = [
  {
    name: 'a thought before the answer',
    text: '\n<think>hm</think>\nyes',
    parts: ['\n', '(hm)', '\nyes'],
  },
  {
    name: 'a mark in the answer',
    text: '<think>hm</think>The tag is written <think> in HTML. All of this is the answer.',
    parts: ['(hm)', 'The tag is written <think> in HTML. All of this is the answer.'],
  },
  {
    name: 'a mark without a thought',
    text: 'Use <think> and </think>.',
    parts: ['Use <think> and </think>.'],
  },
  {
    name: 'a mark in code at the beginning',
    text: '`<think>` is a tag',
    parts: ['`<think>` is a tag'],
  },
  {
    name: 'two thoughts in a row',
    text: '<think>a</think>\n<think>b</think>c',
    parts: ['(a)', '\n', '(b)', 'c'],
  },
  { name: 'an empty thought', text: '<think>\n\n</think>\n\nyes', parts: ['(\n\n)', '\n\nyes'] },
  { name: 'a thought without an end', text: '<think>hm, and so on', parts: ['(hm, and so on)'] },
  { name: 'half a mark at the end', text: '<think>hm</thi', parts: ['(hm</thi)'] },
  { name: 'half an opening mark', text: '<thi', parts: ['<thi'] },
  { name: 'a closing mark alone', text: 'yes</think>no', parts: ['yes</think>no'] },
  {
    name: 'a closing mark quoted in a thought',
    text: '<think>I end it with `</think>`, or "</think>", not later.</think>So.',
    parts: ['(I end it with `</think>`, or "</think>", not later.)', 'So.'],
  },
  {
    name: 'marks in code in a thought',
    text: '<think>As in:\n```\n<think>x</think>\n```\nor `<think>y</think>`.</think>So.',
    parts: ['(As in:\n```\n<think>x</think>\n```\nor `<think>y</think>`.)', 'So.'],
  },
  {
    name: 'a thought that ends in a quote',
    text: '<think>"hm"</think>"So',
    parts: ['("hm")', '"So'],
  },
  {
    name: 'a thought with code left open',
    text: '<think>it is `x</think>So',
    parts: ['(it is `x)', 'So'],
  },
  {
    name: 'a thought that the prompt opened',
    text: 'hm</think>yes',
    parts: ['(hm)', 'yes'],
    options: { initial: 'reasoning' },
  },
  {
    name: 'an answer that goes on',
    text: '<think> is a tag',
    parts: ['<think> is a tag'],
    options: { isBegun: true },
  },
  {
    name: 'no thoughts',
    text: '<think>a</think>',
    parts: ['<think>a</think>'],
    options: { canReason: false },
  },
];

const CALLS: Case[] = [
  {
    name: 'a call with text around it',
    text: 'ok <tool_call>\n{"name": "weather", "arguments": {"city": "Oslo"}}\n</tool_call> done',
    parts: ['ok ', 'weather{"city": "Oslo"}', ' done'],
  },
  {
    name: 'several calls',
    text: '<tool_call>{"name":"now"}</tool_call>\n<tool_call>{"name":"weather","arguments":{"a":1}}</tool_call>\n',
    parts: ['now{}', 'weather{"a":1}'],
  },
  {
    name: 'two calls in one pair of marks',
    text: '<tool_call>{"name":"now","arguments":{}}\n{"name":"Ada","arguments":{}}</tool_call>',
    parts: ['now{}+Ada{}'],
  },
  {
    name: 'a call that the limit cut',
    text: '<tool_call>{"name":"now","argu',
    parts: ['<tool_call>{"name":"now","argu'],
  },
  { name: 'a call without its closing mark', text: '<tool_call>{"name":"now"}', parts: ['now{}'] },
  {
    name: 'a closing mark in an argument',
    text: '<tool_call>{"name":"now","arguments":{"x":"</tool_call>\\"}"}}</tool_call>!',
    parts: ['now{"x":"</tool_call>\\"}"}', '!'],
  },
  {
    name: 'a mark in prose',
    text: 'The mark <tool_call> comes first, then </tool_call>.',
    parts: ['The mark <tool_call> comes first, then </tool_call>.'],
  },
  {
    name: 'a call in code',
    text: '```\n<tool_call>{"name":"now"}</tool_call>\n```',
    parts: ['```\n<tool_call>{"name":"now"}</tool_call>\n```'],
  },
  {
    name: 'a call in code in a line',
    text: 'as `<tool_call>{"name":"now"}</tool_call>`',
    parts: ['as `<tool_call>{"name":"now"}</tool_call>`'],
  },
  {
    name: 'a call behind a lone backtick',
    text: 'it`s\n<tool_call>{"name":"now"}</tool_call>',
    parts: ['it`s\n', 'now{}'],
  },
  {
    name: 'what cannot be read',
    text: '<tool_call>{oops}</tool_call> so',
    parts: ['<tool_call>{oops}</tool_call> so'],
  },
  {
    name: 'a tool that was not given',
    text: '<tool_call>{"name":"rm","arguments":{}}</tool_call>',
    parts: ['<tool_call>{"name":"rm","arguments":{}}</tool_call>'],
  },
  {
    name: 'arguments as a string',
    text: '<tool_call>{"name":"now","arguments":"{\\"a\\": 1}"}</tool_call>',
    parts: ['now{"a": 1}'],
  },
  {
    name: 'arguments that are not an object',
    text: '<tool_call>{"name":"now","arguments":"soon"}</tool_call>',
    parts: ['<tool_call>{"name":"now","arguments":"soon"}</tool_call>'],
  },
  {
    name: 'numbers as they were written',
    text: '<tool_call>{"name":"now","arguments":{"id":12345678901234567890,"x":1.50,"y":1e400}}</tool_call>',
    parts: ['now{"id":12345678901234567890,"x":1.50,"y":1e400}'],
  },
  {
    name: 'a call after a thought',
    text: '<think>{"name":"now"} <tool_call>{</think><tool_call>{"name":"now"}</tool_call>',
    parts: ['({"name":"now"} <tool_call>{)', 'now{}'],
  },
  {
    name: 'a call that was asked for',
    text: '{"name":"now","arguments":{}}',
    parts: ['now{}'],
    options: { initial: 'tool' },
  },
];

const BARE: Case[] = [
  {
    name: 'a call',
    text: '{"name": "weather", "parameters": {"city": {"name": "Oslo", "at": [1, {"b": "}"}]}}}',
    parts: ['weather{"city": {"name": "Oslo", "at": [1, {"b": "}"}]}}'],
  },
  {
    name: 'text before and behind',
    text: 'I look. {"name": "now", "parameters": {}} There.',
    parts: ['I look. ', 'now{}', ' There.'],
  },
  {
    name: 'several calls',
    text: '{"name":"now","parameters":{}}; {"name":"now","parameters":{"a":1}}\n',
    parts: ['now{}', 'now{"a":1}'],
  },
  {
    name: 'other names of the arguments',
    text: '{"type": "function", "name": "now", "arguments": {"a": -1.5e3}}',
    parts: ['now{"a": -1.5e3}'],
  },
  {
    name: 'arguments first',
    text: '{ "parameters": {"a":1}, "name": "now" }',
    parts: ['now{"a":1}'],
  },
  {
    name: 'a person',
    text: '{"name": "Ada", "born": 1815}',
    parts: ['{"name": "Ada", "born": 1815}'],
  },
  {
    name: 'a person with a tool inside',
    text: '{"name": "Eve", "calls": {"name": "now", "parameters": {}}}',
    parts: ['{"name": "Eve", "calls": {"name": "now", "parameters": {}}}'],
  },
  { name: 'a tool of that name', text: '{"name": "Ada", "parameters": {}}', parts: ['Ada{}'] },
  {
    name: 'a name that was not given',
    text: '{"name": "rm", "parameters": {}}',
    parts: ['{"name": "rm", "parameters": {}}'],
  },
  {
    name: 'a call in code',
    text: '```json\n{"name": "now", "parameters": {}}\n```',
    parts: ['```json\n{"name": "now", "parameters": {}}\n```'],
  },
  {
    name: 'no JSON',
    text: 'set {"name" of x} and {x} {"name": y; z}',
    parts: ['set {"name" of x} and {x} {"name": y; z}'],
  },
  { name: 'half a call', text: '{"name": "now", "param', parts: ['{"name": "now", "param'] },
];

const all: (Case & { format: string; options: PartSplitterOptions })[] = [
  ...THOUGHTS.map((each) => ({
    ...each,
    format: 'thoughts',
    options: { canReason: true, ...each.options },
  })),
  ...CALLS.map((each) => ({
    ...each,
    format: 'Hermes',
    options: { canReason: true, toolCalls: hermes, ...each.options },
  })),
  ...BARE.map((each) => ({
    ...each,
    format: 'Llama',
    options: { toolCalls: llama, ...each.options },
  })),
  {
    format: 'Mistral',
    name: 'a list of calls',
    text: '[TOOL_CALLS] [{"name": "now", "arguments": {}}, {"name": "Ada", "arguments": {"a": [1, 2]}}] ok',
    parts: ['now{}+Ada{"a": [1, 2]}', ' ok'],
    options: { toolCalls: mistral },
  },
  {
    format: 'Mistral',
    name: 'a mark in prose',
    text: 'see [TOOL_CALLS] there',
    parts: ['see [TOOL_CALLS] there'],
    options: { toolCalls: mistral },
  },
];

describe('the parts of an answer', () => {
  it.each(all)('$format: $name', ({ text, parts, options }) => {
    expect(read([text], options)).toEqual(parts);
  });

  it.each(all)(
    'do not depend on how the text is cut ($format: $name)',
    ({ text, parts, options }) => {
      expect(read(Array.from(text), options)).toEqual(parts);
      for (let at = 1; at < text.length; at++)
        expect(read([text.slice(0, at), text.slice(at)], options)).toEqual(parts);
      for (let seed = 1; seed <= 50; seed++) expect(read(cut(text, seed), options)).toEqual(parts);
    },
  );

  it('do not depend on how random marks are cut', () => {
    const words = [
      '<think>',
      '</think>',
      '`',
      '```\n',
      '"',
      ' ',
      '\n',
      'a',
      '<tool_call>',
      '</tool_call>',
      '{"name":"now"}',
      '{',
      '}',
      '<',
      '{"name":"now","parameters":{}}',
      '; ',
    ];
    for (let seed = 1; seed <= 400; seed++) {
      const random = createRandom(seed);
      const text = Array.from(
        { length: 14 },
        () => words[Math.floor(random() * words.length)],
      ).join('');
      const options: PartSplitterOptions = {
        canReason: true,
        toolCalls: seed % 2 ? hermes : llama,
      };
      const whole = read([text], options);
      for (const pieces of [Array.from(text), cut(text, seed), cut(text, seed + 1000)])
        expect(read(pieces, options)).toEqual(whole);
    }
  });

  it('counts every token once', () => {
    for (const { text, options } of all) {
      const splitter = createPartSplitter(options);
      const letters = Array.from(text);
      const parts = [
        ...letters.flatMap((letter, token) => splitter.push(letter, token)),
        ...splitter.flush(),
      ];
      expect(parts.flatMap(({ tokens }) => tokens)).toEqual(letters.map((_, token) => token));
    }
  });

  it('takes linear time', () => {
    for (const text of [
      '<think>',
      '<tool_call>',
      '<tool_call>{',
      '{"name":',
      '`',
      '"',
      '<',
      '{',
      '<think>`</think>',
    ].map((mark) => mark.repeat(20_000)))
      for (const toolCalls of [hermes, llama]) {
        const begin = cpuTimeMs();
        read(text.match(/[^]{1,16}/g) ?? [], { canReason: true, toolCalls });
        expect(cpuTimeMs() - begin).toBeLessThan(8_000);
      }
  }, 60_000);
});

function cut(text: string, seed: number): string[] {
  const random = createRandom(seed);
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const length = 1 + Math.floor(random() * 9);
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}

/** Park and Miller's generator. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
