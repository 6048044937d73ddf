import { describe, expect, it } from 'vitest';
import { createApi } from '../create-api.ts';
import { createFakeServices } from '../fakes/fake-services.fixture.ts';

const api = createApi(createFakeServices());
const document = (await (await api.request('/openapi.json')).json()) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
};

interface Operation {
  summary?: string;
  operationId?: string;
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

describe('GET /openapi.json', () => {
  it('names every route that there is, and no other', () => {
    const served = api.routes
      .filter(({ method, path }) => method !== 'ALL' && path !== '/*')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`);
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual([...new Set(served)].sort());
    expect(documented.length).toBeGreaterThan(28);
  });

  it('describes what each takes, answers, and how it fails', () => {
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
    );
    for (const { path, method, summary, requestBody, responses } of operations) {
      expect(summary, path).toEqual(expect.any(String));
      const failure = path.startsWith('/v1/') ? 'OpenAiError' : 'StudioError';
      expect(responses.default?.content?.['application/json']?.schema, path).toEqual({
        $ref: `#/components/schemas/${failure}`,
      });
      const [good] = Object.keys(responses).filter((status) => status.startsWith('2'));
      expect(Object.keys(responses[good ?? '']?.content ?? {}), path).not.toEqual([]);
      if (method === 'post' && !path.endsWith('/cancel'))
        expect(requestBody?.content['application/json']?.schema, path).toBeDefined();
    }
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('refers to nothing that it lacks', () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(40);
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(names));
  });
});

it('shows the document, with scripts of its own origin alone', async () => {
  const page = await api.request('/docs');
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const html = await page.text();
  expect(html).toContain('spec-url="openapi.json"');
  expect(html).not.toMatch(/https?:/);
});
