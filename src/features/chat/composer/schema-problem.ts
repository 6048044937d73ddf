import { useEffect, useState } from 'react';
import { EngineError } from '../../../engine/errors.ts';

/** Typing is over for now. */
const PAUSE_MS = 300;

/**
 * What is wrong with a JSON schema that is being typed, as a sentence; `undefined` while it is
 * looked at, and where nothing is.
 */
export function useSchemaProblem(text: string | undefined): string | undefined {
  const [found, setFound] = useState<{ text: string; problem: string | undefined }>();
  useEffect(() => {
    if (!text) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      void findSchemaProblem(text).then((problem) => isCurrent && setFound({ text, problem }));
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text]);
  return found?.text === text ? found?.problem : undefined;
}

/** The checker is the engine's own, and is loaded with the first schema. */
export async function findSchemaProblem(text: string): Promise<string | undefined> {
  const schema = parseJson(text);
  if (!schema) return 'Not valid JSON yet.';
  const { compileSchema } = await import('../../../engine/chat/json/compile-schema.ts');
  try {
    compileSchema(schema.value as never);
    return undefined;
  } catch (thrown) {
    return EngineError.from(thrown).message;
  }
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
