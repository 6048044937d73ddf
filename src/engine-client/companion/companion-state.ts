import type { CompanionProblem } from '../../engine/companion/companion-finding.ts';
import { readCompanionId, type CompanionModel } from '../../engine/companion/companion-model.ts';

/** The companion as the interface knows it. */
export interface CompanionState {
  /** Without a slash at the end; empty where there is none. */
  url: string;
  /** The page comes from it; nobody had to type its address. */
  isOwn: boolean;
  hasKey: boolean;
  /** `away`: it cannot be used, and is asked again from time to time. */
  status: 'none' | 'checking' | 'ready' | 'away';
  /** Why it is away. */
  problem: CompanionProblem | null;
  version: string;
  /** Those that it had when it was last heard of. */
  models: readonly CompanionModel[];
}

export const NO_COMPANION: CompanionState = {
  url: '',
  isOwn: false,
  hasKey: false,
  status: 'none',
  problem: null,
  version: '',
  models: [],
};

export function findCompanionModel(
  { models }: Pick<CompanionState, 'models'>,
  id: string,
): CompanionModel | undefined {
  return models.find((model) => model.id === id);
}

/** Host and port, as people tell one server from another. */
export function hostOfCompanion({ url }: Pick<CompanionState, 'url'>): string {
  return url === '' ? '' : new URL(url).host;
}

/** Whether what is asked of a model leaves this device. */
export function isElsewhere(id: string): boolean {
  return readCompanionId(id) !== undefined;
}
