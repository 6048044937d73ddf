import { MAX_PATH_LENGTH, passedInput, resolveLink, type Graph, type GraphNode } from './graph.ts';

/** Longer texts are not prompts, whatever a graph assembles. */
const MAX_PROMPT_LENGTH = 100_000;

/** Nodes whose text is made while they run, so that the file does not hold it. */
const MAKES_TEXT =
  /replace|regex|substring|slice|split|case(?!s)|random|wildcard|dynamic|llm|llama|gpt|ollama|gemini|caption|blip|interrogat|tagger|florence|joy|qwen.?vl|translat|styler|style|expression|format|template|generat|enhanc|rewrite|iterat|list/i;

/** Names under which nodes hold one text. */
const TEXT_NAMES = [
  'populated_text',
  'text',
  'string',
  'value',
  'prompt',
  'String',
  'Text',
  'content',
  'str',
];
/** Names of the texts that a node joins: text_a, string2, prompt_3. */
const PART_NAME = /^(?:text|string|prompt|str)_?([a-z]|\d+)$/i;
/** Some nodes offer delimiters by their names. */
const DELIMITERS: Readonly<Record<string, string>> = {
  comma: ', ',
  space: ' ',
  newline: '\n',
  '\\n': '\n',
  none: '',
};

/** Reads texts of one graph; each node is read once. */
export interface StringReader {
  /**
   * A text, or that of the node which it is linked from. `undefined`: the file does not hold it.
   */
  read(value: unknown): string | undefined;
}

export function createStringReader(graph: Graph): StringReader {
  /** `null`: is being read, which only a circle finds. */
  const known = new Map<GraphNode, string | undefined | null>();
  let depth = 0;

  function read(value: unknown): string | undefined {
    if (typeof value === 'string') return value;
    const node = resolveLink(graph, value)?.node;
    if (!node || depth > MAX_PATH_LENGTH) return undefined;
    if (known.has(node)) return known.get(node) ?? undefined;
    known.set(node, null);
    depth++;
    const text = readNode(node);
    depth--;
    known.set(node, text);
    return text;
  }

  function readNode(node: GraphNode): string | undefined {
    const { inputs, type } = node;
    if (inputs.has('populated_text')) return read(inputs.get('populated_text'));
    if (type === 'StringReplace') return replace(inputs);
    if (MAKES_TEXT.test(type)) return undefined;
    const name = TEXT_NAMES.find((candidate) => inputs.has(candidate));
    if (name !== undefined) return trimAs(type, read(inputs.get(name)));
    const parts = [...inputs.keys()].filter((key) => PART_NAME.test(key));
    if (parts.length > 0) return join(node, parts);
    return read(passedInput(node));
  }

  function join({ inputs, type }: GraphNode, names: readonly string[]): string | undefined {
    if (inputs.get('action') === 'replace') return undefined;
    const written = inputs.get('delimiter') ?? inputs.get('separator') ?? '';
    const delimiter =
      typeof written === 'string' ? (DELIMITERS[written] ?? written) : read(written);
    const sorted = names.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    const parts: string[] = [];
    let length = 0;
    for (const name of sorted) {
      const part = read(inputs.get(name));
      length += part?.length ?? Infinity;
      if (part === undefined || delimiter === undefined || length > MAX_PROMPT_LENGTH)
        return undefined;
      parts.push(inputs.get('clean_whitespace') === 'true' ? part.trim() : part);
    }
    // ComfyUI's own node joins empty texts too, the others leave them out.
    return parts.filter((part) => type === 'StringConcatenate' || part !== '').join(delimiter);
  }

  function replace(inputs: GraphNode['inputs']): string | undefined {
    const [text, find, by] = ['string', 'find', 'replace'].map((name) => read(inputs.get(name)));
    if (text === undefined || !find || by === undefined) return undefined;
    const replaced = text.replaceAll(find, () => by);
    return replaced.length > MAX_PROMPT_LENGTH ? undefined : replaced;
  }

  return { read };
}

function trimAs(type: string, text: string | undefined): string | undefined {
  return /trim/i.test(type) ? text?.trim() : text;
}
