import { useEffect } from 'react';
import { useStore } from 'zustand';
import { listSchedulers } from '../../../engine/diffusion/plan/scheduler-names.ts';
import type { ImageManifest } from '../../../engine/models/manifest.ts';
import type { ImagesStore } from '../images-store.ts';

/** What another model was given and this one cannot take goes back to the model's own. */
export function useFittingForm(store: ImagesStore, manifest: ImageManifest | undefined): void {
  const { form, changeForm } = useStore(store);
  useEffect(() => {
    if (!manifest) return;
    const { scheduler, width } = form;
    if (scheduler && !listSchedulers(manifest.pipeline).includes(scheduler))
      changeForm({ scheduler: null });
    if (width !== null && manifest.pipeline.size.isFixed) changeForm({ width: null, height: null });
  }, [manifest, form, changeForm]);
}
