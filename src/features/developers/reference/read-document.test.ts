import { expect, it } from 'vitest';
import { readDocument } from './read-document.ts';

const document = {
  openapi: '3.1.0',
  paths: {
    '/v1/things/{id}': {
      get: {
        tags: ['Things'],
        summary: 'Shows one',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { content: { 'application/json': {} } }, default: { content: {} } },
      },
    },
    '/v1/things': {
      post: {
        tags: ['Things'],
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
        },
      },
    },
    '/health': { get: {} },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['kind'],
        properties: {
          kind: { enum: ['a', 'b'], description: 'Which.' },
          parts: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
          next: { $ref: '#/components/schemas/Thing' },
        },
      },
    },
  },
};

it('reads routes by their tags, with fields and types', () => {
  const [things, other] = readDocument(document);
  expect(things?.title).toBe('Things');
  expect(things?.routes.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /v1/things/{id}',
    'POST /v1/things',
  ]);
  expect(things?.routes[0]).toMatchObject({
    answers: ['application/json'],
    fields: [{ name: 'id', type: 'string', isRequired: true }],
  });
  expect(things?.routes[1]?.fields).toEqual([
    { name: 'kind', type: '"a" | "b"', isRequired: true, description: 'Which.' },
    { name: 'parts', type: '(string | null)[]', isRequired: false, description: '' },
    { name: 'next', type: 'Thing', isRequired: false, description: '' },
  ]);
  expect(other).toMatchObject({ title: 'Other', routes: [{ method: 'GET', path: '/health' }] });
});

it('refuses what is no such document', () => {
  expect(() => readDocument({ error: 'none' })).toThrow();
});
