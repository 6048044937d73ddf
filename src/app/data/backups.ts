import { createBackupStore, type BackupStore } from '../../features/settings/backup-store.ts';
import { restoreBackup, type RestoreReport } from '../../storage/backup/restore-backup.ts';
import { writeBackup } from '../../storage/backup/write-backup.ts';
import { createRecipePictures } from '../../storage/recipe-pictures.ts';
import { createRecipeStorage } from '../../storage/recipes.ts';
import { parseSettings, type Settings } from '../../storage/settings.ts';
import { saveFile } from '../../ui/save-file.ts';
import { briefStudioOf, projectsOf } from '../briefs/brief-studio.ts';
import { galleryOf } from '../gallery/gallery-studio.ts';
import type { Studio } from '../studio.ts';

const made = new WeakMap<Studio, BackupStore>();

/** One per page: a backup continues while another screen is shown. */
export function createBackups(studio: Studio): BackupStore {
  const known = made.get(studio);
  if (known) return known;
  const { settings, presets } = studio;
  const stores = {
    ...studio.stores,
    ...galleryOf(studio),
    projects: projectsOf(studio),
    recipes: createRecipeStorage(studio.values, studio.damage.report),
    recipePictures: createRecipePictures(studio.values),
  };
  const readSettings = () => parseSettings(settings.getState());
  const store = createBackupStore({
    write: (signal) => writeBackup({ stores, readSettings, readPresets: presets.read }, signal),
    restore: (file, signal) => restoreBackup(file, stores, signal),
    save: (file) =>
      saveFile(`Triptych backup ${new Date().toISOString().slice(0, 10)}`, 'zip', file, file.type),
    apply: (report) => apply(studio, report),
  });
  made.set(studio, store);
  return store;
}

/** Shows what was restored and takes over the settings, models only where they are here. */
async function apply(studio: Studio, { settings, presets }: RestoreReport): Promise<void> {
  const { chatStore, library, speechStore, models } = studio;
  await studio.presets.write([], presets);
  const { catalog, installed } = models.state.getState();
  const here = new Set([
    ...catalog.filter(({ origin }) => origin === 'built-in').map(({ id }) => id),
    ...(installed ?? []).map(({ manifest }) => manifest.id),
  ]);
  if (Object.keys(settings).length > 0)
    studio.settings.getState().change(keepUsable(parseSettings(settings), here));
  await Promise.all([
    chatStore.getState().restore(),
    library.restore(),
    galleryOf(studio).collectionsStore.getState().restore(),
    speechStore.getState().restore(),
    briefStudioOf(studio).getState().reread(),
    rereadRecipes(studio),
  ]);
}

async function rereadRecipes(studio: Studio): Promise<void> {
  const { bulkOf } = await import('../bulk/bulk-studio.ts');
  await bulkOf(studio).recipes.getState().restore();
}

function keepUsable(settings: Settings, here: ReadonlySet<string>): Partial<Settings> {
  const { chatModel, imageModel, speechModel, ...others } = settings;
  return {
    ...others,
    ...(here.has(chatModel) ? { chatModel } : {}),
    ...(here.has(imageModel) ? { imageModel } : {}),
    ...(here.has(speechModel) ? { speechModel } : {}),
  };
}
