import { EngineError } from '../../errors.ts';
import { listBranches } from './branches.ts';
import {
  createGrammarBuilder,
  findDeadEnd,
  settle,
  type GrammarBuilder,
  type Rule,
  type Sequence,
} from './grammar.ts';
import { mayOverlap } from './overlap.ts';
import { refuseKeyword, TooLarge } from './refusal.ts';
import {
  createSchemaDocument,
  type ObjectPart,
  type Part,
  type SchemaDocument,
  type SchemaObject,
} from './schema-document.ts';
import { listValues, listWrittenKinds, type Kind } from './shapes.ts';
import { writeArrays, type RuleWriter } from './write-arrays.ts';
import { writeObjects } from './write-objects.ts';
import { writeGivenValues, writeNumbers, writeStrings } from './write-values.ts';
import type { Branch } from './branches.ts';

/** The shortest text of a schema may have so many code points: no answer is longer. */
const MAX_CODE_POINTS = 20_000;

/**
 * A grammar of the JSON texts that fit a schema, on one line and with one spelling (", " and ": "):
 * every text of it parses and fits, though not everything that fits is in it. `undefined`: any JSON
 * value. Throws `invalid_request`, with `keyword` and `pointer` in its details, for a schema that
 * cannot be held (draft 2020-12, and the words of earlier drafts where they say the same).
 */
export function compileSchema(schema: SchemaObject | undefined): Rule {
  const key = schema === undefined ? ANY_VALUE : schema;
  if (typeof key !== 'object' || key === null || Array.isArray(key))
    throw refuse('It must be an object');
  const known = COMPILED.get(key);
  if (known) return known;
  const rule = finish(() => compileDocument(createGrammarBuilder(), createSchemaDocument(key)));
  COMPILED.set(key, rule);
  return rule;
}

const ANY_VALUE: SchemaObject = {};

/** A request is checked before its model is loaded, and answered afterwards. */
const COMPILED = new WeakMap<SchemaObject, Rule>();

/** A call of a tool: its name, and under `key` arguments that fit its schema. */
export function compileCalls(
  tools: readonly { name: string; parameters: SchemaObject }[],
  key: string,
): Rule {
  const grammar = createGrammarBuilder();
  return finish(() => {
    const root = grammar.rule('#');
    for (const { name, parameters } of tools) {
      const opening = `{"name": ${JSON.stringify(name)}, ${JSON.stringify(key)}: `;
      const value = nameTool(name, () => compileSchema(asObject(parameters)));
      root.sequences.push([grammar.text(opening), value, grammar.text('}')]);
    }
    return root;
  });
}

/** Arguments are an object, also where the schema leaves the type open. */
function asObject(parameters: SchemaObject): SchemaObject {
  return parameters.type === undefined ? { ...parameters, type: 'object' } : parameters;
}

function nameTool(name: string, compile: () => Rule): Rule {
  try {
    return compile();
  } catch (thrown) {
    const { code, message, details } = EngineError.from(thrown);
    throw new EngineError(code, `The tool "${name}": ${message}`, {
      cause: thrown,
      details: { ...details, tool: name },
    });
  }
}

function finish(compile: () => Rule): Rule {
  const root = compileOrRefuse(compile);
  settle(root);
  if (root.length === Infinity)
    throw refuse(`Nothing can match it (at ${findDeadEnd(root).pointer})`);
  if (root.length > MAX_CODE_POINTS)
    throw refuse('Even the shortest match is too long for an answer');
  return root;
}

function compileOrRefuse(compile: () => Rule): Rule {
  try {
    return compile();
  } catch (thrown) {
    if (thrown instanceof TooLarge)
      throw refuse('It is too large or has too many alternatives. Make it smaller');
    throw thrown;
  }
}

function refuse(sentence: string): EngineError {
  return new EngineError('invalid_request', `The JSON schema cannot be used: ${sentence}.`);
}

/** Rules by the schemas that they stand for, so that a schema may refer to itself. */
function compileDocument(grammar: GrammarBuilder, document: SchemaDocument): Rule {
  const rules = new Map<string, Rule>();
  const pending: (() => void)[] = [];
  const writer: RuleWriter = { document, grammar, ruleOf };
  const root = ruleOf([document.root], '#');
  for (let fill = pending.pop(); fill; fill = pending.pop()) fill();
  return root;

  function ruleOf(parts: readonly Part[], pointer: string): Rule {
    const name = [...new Set(parts.map((part) => part.pointer))].sort().join(' ');
    const known = rules.get(name);
    if (known) return known;
    const rule = grammar.rule(parts[0]?.pointer ?? pointer);
    rules.set(name, rule);
    pending.push(() => void rule.sequences.push(...writeParts(writer, parts, rule.pointer)));
    return rule;
  }
}

function writeParts(writer: RuleWriter, parts: readonly Part[], pointer: string): Sequence[] {
  const { document } = writer;
  const branches = listBranches(document, parts, (owner, beside) =>
    checkOneOf(document, owner, beside),
  );
  return branches.flatMap((branch) => {
    checkUnevaluated(branch);
    const values = listValues(branch);
    if (values) return writeGivenValues(document, writer.grammar, branch, values);
    return listWrittenKinds(branch).flatMap((kind) => WRITERS[kind](writer, branch, pointer));
  });
}

const WRITERS: Record<Kind, (writer: RuleWriter, branch: Branch, pointer: string) => Sequence[]> = {
  null: ({ grammar }) => [[grammar.text('null')]],
  boolean: ({ grammar }) => [[grammar.text('true')], [grammar.text('false')]],
  number: (_, branch) => writeNumbers(branch),
  string: (_, branch) => writeStrings(branch),
  array: writeArrays,
  object: writeObjects,
};

/** Text for one alternative must not fit another. */
function checkOneOf(document: SchemaDocument, owner: ObjectPart, beside: readonly Part[]): void {
  const options = (owner.schema.oneOf as unknown[]).map((_, index) =>
    document.child(owner, 'oneOf', index),
  );
  const own: ObjectPart = {
    schema: withoutOneOf(owner.schema),
    pointer: `${owner.pointer} beside oneOf`,
  };
  for (const written of options) {
    for (const other of options) {
      if (other === written || !mayOverlap(document, [own, ...beside, written], [other])) continue;
      const [first, second] = [written, other].map(({ pointer }) => pointer.split('/').at(-1));
      const sentence = `The alternatives ${first} and ${second} of "oneOf" can both match. Use "anyOf", or give them a property with different "const" values`;
      throw refuseKeyword(owner.pointer, 'oneOf', sentence);
    }
  }
}

function withoutOneOf({ oneOf: _, ...schema }: SchemaObject): SchemaObject {
  return schema;
}

/** What each of these counts as described. */
const UNEVALUATED = {
  unevaluatedProperties: ['properties', 'patternProperties', 'additionalProperties'],
  unevaluatedItems: ['prefixItems', 'items', 'additionalItems'],
};

/** "unevaluatedProperties": false sees what its own schema describes, and none of its siblings. */
function checkUnevaluated(branch: Branch): void {
  for (const [index, { schema, pointer }] of branch.entries()) {
    for (const [keyword, describing] of Object.entries(UNEVALUATED)) {
      if (schema[keyword] !== false || (index === 0 && JSON.stringify(schema).includes('"$ref"')))
        continue;
      const isBeside = (part: ObjectPart) =>
        part.pointer !== pointer &&
        !part.pointer.startsWith(`${pointer}/`) &&
        describing.some((each) => part.schema[each] !== undefined);
      if (branch.some(isBeside))
        throw refuseKeyword(
          pointer,
          keyword,
          `"${keyword}" cannot be used beside other schemas. Put it where they are joined`,
        );
    }
  }
}
