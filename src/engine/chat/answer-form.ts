import type { ChatMessage, ChatRequest } from './chat-engine.ts';
import { compileCalls, compileSchema } from './json/compile-schema.ts';
import type { Rule } from './json/grammar.ts';
import type { PromptOptions } from './language-model.ts';
import type { PartSplitterOptions } from './turns/answer-parts.ts';
import { THOUGHT_MARKS } from './turns/thought-reader.ts';
import {
  createToolCallReader,
  detectToolCallFormat,
  writeToolsAsText,
  type ToolCallFormat,
} from './turns/tool-calls.ts';

/** What a request and a model's chat template say of the form of the answer. */
export interface AnswerForm {
  /** What the template is applied to. */
  write(messages: readonly ChatMessage[]): [readonly ChatMessage[], PromptOptions];
  /** How the answer to a prompt is separated into thoughts, text and calls. */
  describeParts(prompt: string): PartSplitterOptions;
  /** The grammar that holds the answer. */
  grammar: Rule | undefined;
  /** Stop strings; none if a grammar decides when the answer is complete. */
  stops: readonly string[];
  /** Strings around thoughts and calls, some of which may be tokens of their own. */
  marks: readonly string[];
}

/** Throws `invalid_request` for a schema that cannot be held. */
export function planForm(chatTemplate: string, request: ChatRequest): AnswerForm {
  const tools = request.toolChoice === 'none' ? [] : (request.tools ?? []);
  const format = detectToolCallFormat(chatTemplate);
  const isForced = request.toolChoice === 'required';
  const canReason = /<\/?think>/.test(chatTemplate);
  const isHeld = isForced || request.responseFormat !== undefined;
  const { prefix = isForced ? format.opening : undefined, reasoning } = request;
  // If a grammar holds the answer, a mark in it is just part of a string.
  const mayCall = tools.length > 0 && (isForced || !isHeld);
  const isTemplateAware = /\btools\b/.test(chatTemplate);
  return {
    write: (messages) =>
      tools.length === 0 || isTemplateAware
        ? [messages, { ...(tools.length > 0 && { tools }), prefix, reasoning }]
        : [writeToolsAsText(messages, tools), { prefix, reasoning }],
    describeParts(prompt) {
      const startsReasoning = canReason && prompt.trimEnd().endsWith(THOUGHT_MARKS.open);
      return {
        canReason: canReason && !isHeld,
        toolCalls: mayCall ? createToolCallReader(format, tools) : undefined,
        initial: startsReasoning ? 'reasoning' : isForced ? 'tool' : 'text',
        isBegun: Boolean(request.prefix?.trim()) && !startsReasoning,
      };
    },
    grammar: compileGrammar(request, format),
    stops: isHeld ? [] : (request.stop ?? []),
    marks: [
      ...(canReason ? Object.values(THOUGHT_MARKS) : []),
      ...(mayCall ? [format.open, format.close].filter((mark) => mark !== '') : []),
    ],
  };
}

function compileGrammar(
  { responseFormat, tools = [], toolChoice }: ChatRequest,
  format: ToolCallFormat,
): Rule | undefined {
  if (toolChoice === 'required') return compileCalls(tools, format.argumentsKey);
  return responseFormat && compileSchema(responseFormat.schema);
}
