import * as z from 'zod/mini';

/** A route as the page shows it. */
export interface RouteReference {
  method: string;
  path: string;
  summary: string;
  description: string;
  fields: readonly FieldReference[];
  /** Kinds of content of a good answer. */
  answers: readonly string[];
}

export interface FieldReference {
  name: string;
  type: string;
  isRequired: boolean;
  description: string;
}

export interface RouteGroup {
  title: string;
  routes: readonly RouteReference[];
}

interface Schema {
  $ref?: string | undefined;
  type?: string | string[] | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  items?: Schema | undefined;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
  allOf?: Schema[] | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  description?: string | undefined;
}

const schemaSchema: z.ZodMiniType<Schema> = z.lazy(() =>
  z.looseObject({
    $ref: z.optional(z.string()),
    type: z.optional(z.union([z.string(), z.array(z.string())])),
    enum: z.optional(z.array(z.unknown())),
    items: z.optional(schemaSchema),
    anyOf: z.optional(z.array(schemaSchema)),
    oneOf: z.optional(z.array(schemaSchema)),
    allOf: z.optional(z.array(schemaSchema)),
    properties: z.optional(z.record(z.string(), schemaSchema)),
    required: z.optional(z.array(z.string())),
    description: z.optional(z.string()),
  }),
) as z.ZodMiniType<Schema>;

const contentSchema = z.optional(
  z.record(z.string(), z.looseObject({ schema: z.optional(schemaSchema) })),
);

const operationSchema = z.looseObject({
  tags: z.optional(z.array(z.string())),
  summary: z.optional(z.string()),
  description: z.optional(z.string()),
  requestBody: z.optional(z.looseObject({ content: contentSchema })),
  parameters: z.optional(
    z.array(
      z.looseObject({
        name: z.string(),
        required: z.optional(z.boolean()),
        description: z.optional(z.string()),
        schema: z.optional(schemaSchema),
      }),
    ),
  ),
  responses: z.optional(z.record(z.string(), z.looseObject({ content: contentSchema }))),
});
type Operation = z.infer<typeof operationSchema>;

const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.optional(
    z.looseObject({ schemas: z.optional(z.record(z.string(), schemaSchema)) }),
  ),
});

/** What an OpenAPI document says of its routes, by its first tag. Throws a ZodError for another document. */
export function readDocument(value: unknown): RouteGroup[] {
  const { paths, components } = documentSchema.parse(value);
  const schemas = components?.schemas ?? {};
  const groups = new Map<string, RouteReference[]>();
  for (const [path, operations] of Object.entries(paths))
    for (const [method, operation] of Object.entries(operations)) {
      const title = operation.tags?.[0] ?? 'Other';
      const routes = groups.get(title) ?? [];
      groups.set(title, [...routes, describeRoute({ method, path }, operation, schemas)]);
    }
  return [...groups].map(([title, routes]) => ({ title, routes }));
}

type Schemas = Readonly<Record<string, Schema>>;

function describeRoute(
  { method, path }: Pick<RouteReference, 'method' | 'path'>,
  { summary = '', description = '', parameters = [], requestBody, responses = {} }: Operation,
  schemas: Schemas,
): RouteReference {
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  return {
    method: method.toUpperCase(),
    path,
    summary,
    description,
    fields: [
      ...parameters.map((each) => ({
        name: each.name,
        type: each.schema ? nameType(each.schema, schemas) : 'string',
        isRequired: each.required ?? false,
        description: each.description ?? '',
      })),
      ...(body ? listFields(body, schemas) : []),
    ],
    answers: [...new Set(good.flatMap(([, { content }]) => Object.keys(content ?? {})))],
  };
}

function listFields(schema: Schema, schemas: Schemas): FieldReference[] {
  const { properties = {}, required = [], allOf = [] } = resolve(schema, schemas);
  return [
    ...allOf.flatMap((part) => listFields(part, schemas)),
    ...Object.entries(properties).map(([name, field]) => ({
      name,
      type: nameType(field, schemas),
      isRequired: required.includes(name),
      description: field.description ?? resolve(field, schemas).description ?? '',
    })),
  ];
}

function resolve(schema: Schema, schemas: Schemas): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return (name !== undefined && schemas[name]) || schema;
}

/** A type in a few words: `string`, `"auto" | "none"`, `Message[]`. */
function nameType(schema: Schema, schemas: Schemas): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? 'object';
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map((choice) => nameType(choice, schemas)))].join(' | ');
  const { type = 'any', items } = schema;
  if (type === 'array') {
    const item = items ? nameType(items, schemas) : 'any';
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
  }
  return typeof type === 'string' ? type : type.join(' | ');
}
