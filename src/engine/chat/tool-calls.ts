import { z } from 'zod';
import type { ChatMessage, JsonSchema, ToolCall, ToolDefinition } from './chat-engine.ts';
import type { PartMarks } from './answer-parts.ts';

/** How a model writes its calls. */
export interface ToolCallFormat {
  marks: PartMarks;
  /** What stands before a call. */
  opening: string;
  /** The name of the arguments in the call's JSON. */
  argumentsKey: 'arguments' | 'parameters';
}

/** Hermes' form, which Qwen, SmolLM2 and many others took over. */
const HERMES: ToolCallFormat = {
  marks: { kind: 'tool', open: '<tool_call>', close: '</tool_call>' },
  opening: '<tool_call>\n',
  argumentsKey: 'arguments',
};
const MISTRAL: ToolCallFormat = {
  marks: { kind: 'tool', open: '[TOOL_CALLS]', close: '' },
  opening: '[TOOL_CALLS]',
  argumentsKey: 'arguments',
};
/** Llama 3 writes the bare object. */
const LLAMA: ToolCallFormat = {
  marks: { kind: 'tool', open: '{"name"', close: '', isOpenPartOfText: true },
  opening: '',
  argumentsKey: 'parameters',
};

/** Told by what stands in a chat template; the first that fits. */
const FORMATS: readonly { sign: string; format: ToolCallFormat }[] = [
  { sign: '<tool_call>', format: HERMES },
  { sign: '[TOOL_CALLS]', format: MISTRAL },
  { sign: '<|python_tag|>', format: LLAMA },
  { sign: '"parameters": dictionary', format: LLAMA },
];

/** The form that the chat template shows; Hermes' where it shows none, since a model is then told of its tools in the system message. */
export function detectToolCallFormat(chatTemplate: string): ToolCallFormat {
  return FORMATS.find(({ sign }) => chatTemplate.includes(sign))?.format ?? HERMES;
}

const callSchema = z.object({
  name: z.string().min(1),
  arguments: z.unknown().optional(),
  parameters: z.unknown().optional(),
});
const callsSchema = z.union([callSchema.transform((call) => [call]), z.array(callSchema).min(1)]);

/** The calls in a marked part, or `undefined` where it is none: then it is text after all. */
export function parseToolCalls(text: string): ToolCall[] | undefined {
  const parsed = callsSchema.safeParse(parseJson(text.trim()));
  return parsed.data?.map(({ name, arguments: own, parameters }) => ({
    id: `call_${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`,
    name,
    arguments: typeof own === 'string' ? own : JSON.stringify(own ?? parameters ?? {}),
  }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The schema of a call of one of the tools. */
export function describeAnyCall(tools: readonly ToolDefinition[], { argumentsKey }: ToolCallFormat): JsonSchema {
  const calls = tools.map(({ name, parameters }) => ({
    type: 'object',
    properties: { name: { const: name }, [argumentsKey]: parameters },
    required: ['name', argumentsKey],
    additionalProperties: false,
  }));
  return calls.length === 1 && calls[0] ? calls[0] : { anyOf: calls };
}

/**
 * For a chat template that knows nothing of tools: they are told in the system message, calls and results stand in the text, in the form
 * that Hermes was trained on and most models recognise.
 */
export function writeToolsAsText(messages: readonly ChatMessage[], tools: readonly ToolDefinition[]): ChatMessage[] {
  const [first, ...others] = messages;
  const system = first?.role === 'system' ? first.content : '';
  const rest = first?.role === 'system' ? others : messages;
  return [{ role: 'system', content: `${system}\n\n${describeTools(tools)}`.trim() }, ...rest.map(writeTurnAsText)];
}

function describeTools(tools: readonly ToolDefinition[]): string {
  const listed = tools.map((tool) => JSON.stringify({ type: 'function', function: tool })).join('\n');
  return `You may call one or more functions to assist with the user query. Their signatures are within <tools></tools> tags:
<tools>
${listed}
</tools>
For each call, return a JSON object with function name and arguments within <tool_call></tool_call> tags:
<tool_call>
{"name": <function-name>, "arguments": <args-json-object>}
</tool_call>`;
}

function writeTurnAsText(message: ChatMessage): ChatMessage {
  if (message.role === 'tool')
    return { role: 'user', content: `<tool_response>\n${message.content}\n</tool_response>` };
  if (message.role !== 'assistant' || !message.toolCalls) return message;
  const calls = message.toolCalls.map(
    ({ name, arguments: given }) =>
      `<tool_call>\n{"name": ${JSON.stringify(name)}, "arguments": ${given}}\n</tool_call>`,
  );
  return { role: 'assistant', content: [message.content, ...calls].filter(Boolean).join('\n') };
}
