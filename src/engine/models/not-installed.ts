import { EngineError } from '../errors.ts';

/** The error for a model that has to be fetched first; its `details.model` says which. */
export function createNotInstalled(model: string): EngineError {
  return new EngineError('model_not_installed', `${model} is not on this device.`, {
    details: { model },
  });
}
