import type { JsonSchema } from './chat-engine.ts';

/** JSON schemas of growing difficulty, each with a request whose answer they hold. */
export const JSON_SCHEMAS: readonly { name: string; request: string; schema: JsonSchema }[] = [
  {
    name: 'one string',
    request: 'Title for a story about a lighthouse',
    schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
  },
  {
    name: 'numbers and truth values',
    request: 'Describe a red bicycle',
    schema: {
      type: 'object',
      properties: {
        wheels: { type: 'integer', minimum: 0, maximum: 12 },
        price: { type: 'number' },
        isNew: { type: 'boolean' },
      },
      required: ['wheels', 'price', 'isNew'],
      additionalProperties: false,
    },
  },
  {
    name: 'a choice and an array with bounds',
    request: 'Three prompts for pictures of the sea',
    schema: {
      type: 'object',
      properties: {
        style: { enum: ['photo', 'drawing', 'painting'] },
        prompts: {
          type: 'array',
          items: { type: 'string', maxLength: 40 },
          minItems: 2,
          maxItems: 3,
        },
      },
      required: ['style', 'prompts'],
      additionalProperties: false,
    },
  },
  {
    name: 'objects in arrays in objects',
    request: 'A menu for a small cafe',
    schema: {
      type: 'object',
      properties: {
        menu: {
          type: 'array',
          minItems: 1,
          maxItems: 2,
          items: {
            type: 'object',
            properties: {
              dish: { type: 'string', maxLength: 20 },
              price: {
                type: 'object',
                properties: { euro: { type: 'integer', minimum: 1, maximum: 99 } },
                required: ['euro'],
              },
            },
            required: ['dish', 'price'],
          },
        },
      },
      required: ['menu'],
    },
  },
  {
    name: 'a reference to itself and a union',
    request: 'A family tree of three people',
    schema: {
      $ref: '#/$defs/person',
      $defs: {
        person: {
          type: 'object',
          properties: {
            name: { type: 'string', maxLength: 12 },
            parent: { anyOf: [{ $ref: '#/$defs/person' }, { type: 'null' }] },
          },
          required: ['name', 'parent'],
          additionalProperties: false,
        },
      },
    },
  },
];
