import { useEffect, useState } from 'react';
import type { DiffusionEngine, PromptMeasure } from '../../../engine/diffusion/diffusion-engine.ts';

const AFTER_TYPING_MS = 250;

/**
 * Tokens of a prompt, shortly after it was typed; `null` while nothing is known, such as before the
 * model is here.
 */
export function usePromptMeasure(
  engine: Pick<DiffusionEngine, 'measurePrompt'>,
  model: string,
  isInstalled: boolean,
  prompt: string,
): PromptMeasure | null {
  const [found, setFound] = useState<{
    model: string;
    prompt: string;
    measure: PromptMeasure;
  } | null>(null);
  useEffect(() => {
    if (!isInstalled || prompt.trim() === '') return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      engine.measurePrompt(model, prompt).then(
        (measure) => isCurrent && setFound({ model, prompt, measure }),
        () => undefined,
      );
    }, AFTER_TYPING_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [engine, model, isInstalled, prompt]);
  return found?.model === model && found.prompt === prompt ? found.measure : null;
}
