import { useDeferredValue, useMemo } from 'react';
import { useStore } from 'zustand';
import { readDeviceMemory } from '../../engine-client/device-memory.ts';
import { judgeModel, type Verdict } from '../../engine/models/load/judge-model.ts';
import { sizeOfVariant, type ModelManifest } from '../../engine/models/manifest.ts';
import { judgeFit } from './fit.ts';
import { groupModels, type ModelGroup } from './group-models.ts';
import { filterGroups, orderGroups, type ModelFit } from './model-filter.ts';
import type { ModelsScreenProps } from './ModelsScreen.tsx';
import { recommendModels } from './recommend.ts';
import { findVariantToDownload } from './verdict-sentences.ts';

interface ModelList {
  judge(manifest: ModelManifest): Verdict | undefined;
  /** Why, by id. */
  recommended: ReadonlyMap<string, string>;
  all: readonly ModelManifest[];
  /** Those that the filter lets through, under their headings. */
  groups: readonly ModelGroup[];
  /** How many these are. */
  shown: number;
}

type Sources = Pick<ModelsScreenProps, 'models' | 'store' | 'device' | 'preference' | 'marks'>;

/** What there is, judged for this device: that takes a while for all, and typing must not. */
export function useModelList({ models, store, device, preference, marks }: Sources): ModelList {
  const state = useStore(models.state);
  const info = useStore(device);
  const { failed } = useStore(marks.state);
  const filter = useDeferredValue(useStore(store, (each) => each.filter));
  const { catalog, mirrored, installed, downloads } = state;
  const judge = useMemo(
    () =>
      remember((manifest: ModelManifest) =>
        info ? judgeModel(manifest, info, preference, readDeviceMemory()) : undefined,
      ),
    [info, preference],
  );
  const recommended = useMemo(() => {
    const judgeUntried = (manifest: ModelManifest) =>
      manifest.id in failed ? undefined : judge(manifest);
    return info ? recommendModels([...mirrored, ...catalog], info, judgeUntried) : NOTHING;
  }, [catalog, mirrored, info, judge, failed]);
  const all = useMemo(() => {
    const runsHere = (manifest: ModelManifest) => judge(manifest)?.type === 'runs';
    const [here, ...others] = groupModels({ catalog, mirrored, installed, downloads }, runsHere);
    const rankOf = (manifest: ModelManifest) =>
      rankFit(judge(manifest), recommended.has(manifest.id), manifest.id in failed);
    return [...(here ? [here] : []), ...orderGroups(others, rankOf)];
  }, [catalog, mirrored, installed, downloads, judge, recommended, failed]);
  const fitOf = (manifest: ModelManifest) =>
    describeFit(manifest, judge(manifest), manifest.id in failed);
  const groups = filterGroups(all, filter, fitOf);
  return {
    judge,
    recommended,
    all: all.flatMap(({ manifests }) => manifests),
    groups,
    shown: groups.reduce((sum, { manifests }) => sum + manifests.length, 0),
  };
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** The function, called once for each object. */
function remember<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const known = new WeakMap<K, { value: T }>();
  return (key) => {
    const found = known.get(key) ?? { value: compute(key) };
    known.set(key, found);
    return found.value;
  };
}

/** What suits the device first; unknown as if it fitted. */
function rankFit(verdict: Verdict | undefined, isRecommended: boolean, hasFailed: boolean): number {
  if (isRecommended) return 0;
  const level = verdict ? judgeFit(verdict).level : 'fits';
  return { fits: 1, tight: 2, no: 4 }[level] + (hasFailed ? 2 : 0);
}

function describeFit(
  manifest: ModelManifest,
  verdict: Verdict | undefined,
  hasFailed: boolean,
): ModelFit {
  const variant = (verdict && findVariantToDownload(verdict)) ?? manifest.variants[0];
  return {
    sizeBytes: variant && sizeOfVariant(manifest, variant.dtype),
    runs: verdict?.type === 'runs' && !hasFailed,
  };
}
