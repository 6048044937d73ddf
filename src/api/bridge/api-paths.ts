import type { ModelTask } from '../../engine/models/manifest.ts';

/** Routes of the API below the studio's own address; everything else there is a file. */
const ROUTES =
  /^(?:(?:v1|files)\/|(?:analyze-context|process|health|docs|openapi\.json|generate|derivatives|jobs)$|(?:generate|derivatives|jobs)\/)/;

/** Whether a path, relative to the studio's own address, is the API's. */
export function isApiPath(path: string): boolean {
  return ROUTES.test(path);
}

/** Whether a person may open it in a tab of its own; the other routes are for programs. */
export function isForPeople(path: string): boolean {
  return path === 'docs' || path.startsWith('files/');
}

/** Which kind of model answers at a path. */
export function findTask(path: string): ModelTask | undefined {
  if (/^v1\/(?:chat|completions|responses)/.test(path) || path === 'analyze-context') return 'chat';
  if (/^(?:v1\/images|generate)/.test(path)) return 'image';
  return path.startsWith('v1/audio') ? 'speech' : undefined;
}
