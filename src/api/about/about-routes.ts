import type { z } from '@hono/zod-openapi';
import { addRoute, type ApiApp } from '../http/add-route.ts';
import { healthSchema, infoSchema } from './about-schema.ts';
import type { ApiServices } from '../services.ts';

/** `GET /health` and `GET /`. */
export function addAboutRoutes(app: ApiApp, services: ApiServices): void {
  addRoute(
    app,
    {
      method: 'get',
      path: '/health',
      tag: 'About',
      summary: 'Says whether everything runs',
      answers: { 200: { description: 'Health', content: { 'application/json': healthSchema } } },
    },
    ({ answerJson }) => {
      const engines = services.engineStates();
      const status = Object.values(engines).includes('down') ? 'degraded' : 'ok';
      return answerJson({ status, version: services.version, home: services.home, engines });
    },
  );
  addRoute(
    app,
    {
      method: 'get',
      path: '/',
      tag: 'About',
      summary: 'Says which home this is and what it can do',
      answers: { 200: { description: 'Info', content: { 'application/json': infoSchema } } },
    },
    async ({ answerJson }) => answerJson(await describeApi(app, services)),
  );
}

async function describeApi(
  app: ApiApp,
  { listModels, version, home }: ApiServices,
): Promise<z.output<typeof infoSchema>> {
  const tasks = new Set((await listModels()).map(({ manifest }) => manifest.task));
  return {
    name: 'Triptych',
    version,
    home,
    capabilities: [...tasks],
    routes: app.openAPIRegistry.definitions.flatMap((definition) =>
      definition.type === 'route'
        ? [`${definition.route.method.toUpperCase()} ${definition.route.path}`]
        : [],
    ),
    documentation: '/docs',
    openapi: '/openapi.json',
  };
}
