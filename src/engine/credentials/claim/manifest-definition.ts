import { SOFTWARE } from '../../software.ts';
import { SOURCE_TYPES, type SourceType } from './actions.ts';
import type { ClaimedModel, PictureClaim } from './picture-claim.ts';

/** A manifest as c2pa-rs takes it, as far as it is used here. */
export interface ManifestDefinition {
  claim_generator_info: readonly Software[];
  assertions: readonly [{ label: string; data: { actions: readonly ManifestAction[] } }];
}

interface Software {
  name: string;
  version: string;
}

export interface ManifestAction {
  action: string;
  when?: string;
  softwareAgent: Software;
  digitalSourceType?: string;
  description?: string;
  parameters?: Readonly<Record<string, unknown>>;
}

/** By which the action that opened a file finds that file among the ingredients. */
export const PARENT_LABEL = 'parent';

/** Parameters of our own; every reader may pass them over. */
export const MODEL_PARAMETER = 'triptych.model';
export const REVISION_PARAMETER = 'triptych.revision';

/** A claim in the form of C2PA 2.2. A file that was opened is added as an ingredient beside it. */
export function defineManifest({ origin, edits }: PictureClaim): ManifestDefinition {
  const first =
    origin.kind === 'created'
      ? defineAction({ action: 'c2pa.created', ...origin })
      : defineAction({ action: 'c2pa.opened' }, { ingredientIds: [PARENT_LABEL] });
  const actions = [first, ...edits.map((edit) => defineAction(edit))];
  return {
    claim_generator_info: [nameSoftware()],
    assertions: [{ label: 'c2pa.actions.v2', data: { actions } }],
  };
}

interface Step {
  action: string;
  at?: number;
  description?: string;
  sourceType?: SourceType;
  model?: ClaimedModel;
}

function defineAction(
  { action, at, description, sourceType, model }: Step,
  more: Readonly<Record<string, unknown>> = {},
): ManifestAction {
  const parameters = { ...more, ...nameModel(model) };
  return {
    action,
    softwareAgent: nameSoftware(),
    ...(at === undefined ? {} : { when: new Date(at).toISOString() }),
    ...(sourceType ? { digitalSourceType: SOURCE_TYPES[sourceType] } : {}),
    ...(description ? { description } : {}),
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
  };
}

function nameModel(model: ClaimedModel | undefined): Record<string, string> {
  if (!model) return {};
  const { id, revision } = model;
  return { [MODEL_PARAMETER]: id, ...(revision ? { [REVISION_PARAMETER]: revision } : {}) };
}

function nameSoftware(): Software {
  const [name = '', version = ''] = SOFTWARE.split(' ');
  return { name, version };
}
