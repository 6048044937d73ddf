import { parseJson } from '../../parse-json.ts';
import type { ChatMessage, ToolCall, ToolDefinition } from '../chat-engine.ts';
import { createJsonScanner, readElements, readMembers } from './json-scanner.ts';

/** How a model writes calls. */
export interface ToolCallFormat {
  /** Empty: a call is a bare object. */
  open: string;
  /** Empty: a call ends with its JSON. */
  close: string;
  /** What precedes a call. */
  opening: string;
  /** The name of the arguments field in the call's JSON. */
  argumentsKey: 'arguments' | 'parameters';
}

/** The Hermes form, which Qwen, SmolLM2 and many others adopted. */
const HERMES: ToolCallFormat = {
  open: '<tool_call>',
  close: '</tool_call>',
  opening: '<tool_call>\n',
  argumentsKey: 'arguments',
};
const MISTRAL: ToolCallFormat = {
  open: '[TOOL_CALLS]',
  close: '',
  opening: '[TOOL_CALLS]',
  argumentsKey: 'arguments',
};
/** Llama 3 writes the bare object. */
const LLAMA: ToolCallFormat = { open: '', close: '', opening: '', argumentsKey: 'parameters' };

/** Recognised by the chat template; the first match wins. */
const FORMATS: readonly { sign: string; format: ToolCallFormat }[] = [
  { sign: '<tool_call>', format: HERMES },
  { sign: '[TOOL_CALLS]', format: MISTRAL },
  { sign: '<|python_tag|>', format: LLAMA },
  { sign: '"parameters": dictionary', format: LLAMA },
];

/**
 * The form that the chat template shows; Hermes' where it shows none, since a model is then told of
 * its tools in the system message.
 */
export function detectToolCallFormat(chatTemplate: string): ToolCallFormat {
  return FORMATS.find(({ sign }) => chatTemplate.includes(sign))?.format ?? HERMES;
}

/** Finds and reads calls of the given tools in an answer. */
export interface ToolCallReader {
  open: string;
  close: string;
  /**
   * Whether a call begins at this position; `partial` if the text ends in the middle of its
   * beginning.
   */
  findOpening(text: string, at: number): 'whole' | 'partial' | undefined;
  /** The calls between the marks, or `undefined` if it is something else and thus text. */
  parse(text: string): ToolCall[] | undefined;
}

const BARE_CALL = /\{\s*"(?:name|type|parameters|arguments)"\s*:/y;
const BEGINNING_OF_BARE_CALL = /\{\s*(?:"[a-z]{0,10}(?:"\s*)?)?$/y;

/**
 * Only a call of one of the tools, in the whole form, is one: `{"name": "Ada", "born": 1815}` is
 * text, whatever the tools are called.
 */
export function createToolCallReader(
  format: ToolCallFormat,
  tools: readonly ToolDefinition[],
): ToolCallReader {
  const { open, close } = format;
  const names = new Set(tools.map(({ name }) => name));
  return {
    open,
    close,
    findOpening: open === '' ? findBareCall : (text, at) => findMarkedCall(text, at, open),
    parse(text) {
      const written = splitValues(text).flatMap((value) => readElements(value) ?? [value]);
      const calls = written.map((value) => readCall(value, names, open === ''));
      return written.length > 0 && calls.every((call) => call !== undefined) ? calls : undefined;
    },
  };
}

function findBareCall(text: string, at: number): 'whole' | 'partial' | undefined {
  if (text[at] !== '{') return undefined;
  BARE_CALL.lastIndex = at;
  if (BARE_CALL.test(text)) return 'whole';
  BEGINNING_OF_BARE_CALL.lastIndex = at;
  return BEGINNING_OF_BARE_CALL.test(text) ? 'partial' : undefined;
}

/** A mark followed by JSON; the mark alone is a word. */
function findMarkedCall(text: string, at: number, open: string): 'whole' | 'partial' | undefined {
  if (text[at] !== open[0]) return undefined;
  const rest = text.slice(at, at + open.length);
  if (rest !== open)
    return open.startsWith(rest) && at + rest.length === text.length ? 'partial' : undefined;
  const next = text.slice(at + open.length).trimStart()[0];
  if (next === undefined) return 'partial';
  return next === '{' || next === '[' ? 'whole' : undefined;
}

/** A sequence of JSON values. */
function splitValues(text: string): string[] {
  const values: string[] = [];
  for (let from = 0; from < text.length;) {
    const found = createJsonScanner(from).scan(text);
    const to = found && 'end' in found ? found.end : text.length;
    if (text.slice(from, to).trim() !== '') values.push(text.slice(from, to));
    from = to;
  }
  return values;
}

/** `isBare`: only its form shows that it is a call, so it must be complete and alone. */
function readCall(text: string, names: ReadonlySet<string>, isBare: boolean): ToolCall | undefined {
  const members = readMembers(text);
  const name = parseJson(members?.get('name') ?? '');
  if (!members || typeof name !== 'string' || !names.has(name)) return undefined;
  const given = members.get('arguments') ?? members.get('parameters');
  if (
    isBare &&
    (given === undefined || [...members.keys()].some((key) => !KEYS_OF_A_CALL.has(key)))
  )
    return undefined;
  const written = readArguments(given);
  if (written === undefined) return undefined;
  return {
    id: `call_${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`,
    name,
    arguments: written,
  };
}

const KEYS_OF_A_CALL: ReadonlySet<string> = new Set([
  'name',
  'arguments',
  'parameters',
  'type',
  'id',
]);

/**
 * As the model wrote them, so that no long number is rounded; some write the object as a string.
 */
function readArguments(written = '{}'): string | undefined {
  const value = parseJson(written);
  if (value === null) return '{}';
  const text = typeof value === 'string' ? value : written;
  return readMembers(text) && text;
}

/**
 * For a chat template without tools: they are described in the system message, and calls and
 * results are written as text, in the form Hermes was trained on and most models recognise.
 */
export function writeToolsAsText(
  messages: readonly ChatMessage[],
  tools: readonly ToolDefinition[],
): ChatMessage[] {
  const [first, ...others] = messages;
  const system = first?.role === 'system' ? first.content : '';
  const rest = first?.role === 'system' ? others : messages;
  return [
    { role: 'system', content: `${system}\n\n${describeTools(tools)}`.trim() },
    ...rest.map(writeTurnAsText),
  ];
}

function describeTools(tools: readonly ToolDefinition[]): string {
  const listed = tools
    .map((tool) => JSON.stringify({ type: 'function', function: tool }))
    .join('\n');
  return `You may call one or more functions to assist with the user query. Their signatures are within <tools></tools> tags:
<tools>
${listed}
</tools>
For each call, return a JSON object with function name and arguments within <tool_call></tool_call> tags:
<tool_call>
{"name": <function-name>, "arguments": <args-json-object>}
</tool_call>`;
}

/** A tool call or result as text; other turns unchanged. */
export function writeTurnAsText(message: ChatMessage): ChatMessage {
  if (message.role === 'tool')
    return { role: 'user', content: `<tool_response>\n${message.content}\n</tool_response>` };
  if (message.role !== 'assistant' || !message.toolCalls) return message;
  const calls = message.toolCalls.map(
    ({ name, arguments: given }) =>
      `<tool_call>\n{"name": ${JSON.stringify(name)}, "arguments": ${given}}\n</tool_call>`,
  );
  return { role: 'assistant', content: [message.content, ...calls].filter(Boolean).join('\n') };
}
