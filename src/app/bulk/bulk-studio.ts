import { createBulkStore } from '../../features/bulk/store/bulk-store.ts';
import type { BulkStore } from '../../features/bulk/store/bulk-state.ts';
import {
  createChainStore,
  toRecipe,
  type ChainStore,
} from '../../features/bulk/chain/chain-store.ts';
import { fillPictures, listPictureNames } from '../../engine/bulk/recipe-pictures.ts';
import { createOutputStore, type OutputStore } from '../../features/bulk/results/output-store.ts';
import type { ResultCredentials } from '../../features/bulk/results/sign-results.ts';
import { createBulkQueue, listStoredRecipes } from '../../features/images/queue/bulk-queue.ts';
import { createThumbnails, type Thumbnails } from '../../features/bulk/list/thumbnails.ts';
import {
  createRecipesStore,
  type RecipesStore,
} from '../../features/bulk/recipes/recipes-store.ts';
import {
  createRecipePicturesStore,
  type RecipePicturesStore,
} from '../../features/bulk/chain/recipe-pictures-store.ts';
import {
  connectBulkDatabase,
  createBulkFiles,
  createMemoryBulkFiles,
  listBulkLists,
  type BulkFiles,
} from '../../storage/bulk/bulk-files.ts';
import { claimList } from '../../storage/bulk/claim-list.ts';
import { createRecipePictures } from '../../storage/recipe-pictures.ts';
import { createRecipeStorage } from '../../storage/recipes.ts';
import type { Studio } from '../studio.ts';

/** What the screen for many pictures depends on. */
export interface BulkStudio {
  store: BulkStore;
  chain: ChainStore;
  recipes: RecipesStore;
  recipePictures: RecipePicturesStore;
  output: OutputStore;
  thumbnails: Thumbnails;
  credentials: ResultCredentials;
}

const made = new WeakMap<Studio, BulkStudio>();

/** One per page: a run continues while another screen is shown. */
export function bulkOf(studio: Studio): BulkStudio {
  const known = made.get(studio);
  if (known) return known;
  const bulk = createBulkStudio(studio);
  made.set(studio, bulk);
  return bulk;
}

const DRAFT = 'bulk';
const OUTPUT_DRAFT = 'bulk-output';

function createBulkStudio(studio: Studio): BulkStudio {
  const { drafts, values, imageOps, pictures, stores } = studio;
  const draftOf = (name: string) => ({
    read: () => drafts.read(name),
    write: (text: string) => drafts.write(name, text),
  });
  const chain = createChainStore(draftOf(DRAFT));
  const output = createOutputStore(draftOf(OUTPUT_DRAFT));
  const keptPictures = createRecipePictures(values);
  const recipePictures = createRecipePicturesStore(keptPictures);
  const store = createBulkStore({
    engine: imageOps,
    openFiles: () => (stores.isKept ? openList() : Promise.resolve(openInMemory())),
    offerList: (listId, list) => void studio.openLists.set(listId, list),
    queue: createBulkQueue(studio.imagesStore, stores.jobs),
    readRecipe: () => toRecipe(chain.getState().steps),
    async fillRecipe(recipe) {
      await recipePictures.getState().load(listPictureNames(recipe));
      return fillPictures(recipe, recipePictures.getState().find);
    },
  });
  const recipes = createRecipesStore(
    createRecipeStorage(values, studio.damage.report),
    recipePictures,
  );
  const thumbnails = createThumbnails({
    readSource: store.getState().readSource,
    makeThumbnail: pictures.makeThumbnail,
  });
  void store.getState().restore();
  const listInUse = async () => [
    toRecipe(chain.getState().steps),
    ...recipes.getState().recipes.map(({ operations }) => operations),
    ...(await listStoredRecipes(stores.jobs)),
  ];
  void recipes
    .getState()
    .restore()
    .then(async () => keptPictures.keepOnly((await listInUse()).flatMap(listPictureNames)))
    // Where storage is denied, nothing is kept.
    .catch(() => undefined);
  return {
    store,
    chain,
    recipes,
    recipePictures,
    output,
    thumbnails,
    credentials: studio.pictureCredentials,
  };
}

/** In the storage of this tab's session: which list it had before it was reloaded. */
const OWN_LIST = 'triptych.bulk-list';

/** The list of this tab; where the database cannot be opened, one in memory. */
async function openList(): Promise<OpenedList> {
  const database = connectBulkDatabase();
  try {
    const kept = await listBulkLists(database);
    const listId = await claimList(sessionStorage.getItem(OWN_LIST), kept);
    sessionStorage.setItem(OWN_LIST, listId);
    return { listId, files: createBulkFiles(database, listId) };
  } catch {
    return openInMemory();
  }
}

interface OpenedList {
  listId: string;
  files: BulkFiles;
}

const openInMemory = (): OpenedList => ({
  listId: crypto.randomUUID(),
  files: createMemoryBulkFiles(),
});
