import { EngineError } from '../../errors.ts';
import {
  OPERATION_ACTIONS,
  type C2paAction,
  type OperationAction,
  type SourceType,
} from './actions.ts';

/** What is said about a picture when it is signed. Nothing else is. */
export interface PictureClaim {
  origin: ClaimedOrigin;
  /** In the order in which they were made. */
  edits: readonly ClaimedEdit[];
}

/** Where a picture began. */
export type ClaimedOrigin =
  /** Drawn here; `at`: ms since 1970, where it is known when. */
  | { kind: 'created'; sourceType: SourceType; at?: number; model?: ClaimedModel }
  /** A file that was here before; credentials that it has come along. */
  | { kind: 'opened'; file: Blob };

/** A model as the catalogue names it. */
export interface ClaimedModel {
  id: string;
  revision?: string;
}

export interface ClaimedEdit {
  action: C2paAction;
  description?: string;
  /** ms since 1970. */
  at?: number;
  /** Where a model drew part of the picture. */
  sourceType?: SourceType;
  model?: ClaimedModel;
}

/**
 * What image operations did, in their order. Throws `invalid_request` for one that is not known.
 *
 * @example
 * claimOperations(['resize', 'convert']).map(({ action }) => action);
 * // → ['c2pa.resized', 'c2pa.converted']
 */
export function claimOperations(names: readonly string[]): ClaimedEdit[] {
  return names.map((name): OperationAction => {
    const action = OPERATION_ACTIONS.get(name);
    if (!action)
      throw new EngineError('invalid_request', `It is not known what "${name}" does to a picture.`);
    return action;
  });
}
