import { createBulkStore } from '../../features/bulk/store/bulk-store.ts';
import type { BulkStore } from '../../features/bulk/store/bulk-state.ts';
import {
  createChainStore,
  toRecipe,
  type ChainStore,
} from '../../features/bulk/chain/chain-store.ts';
import type { ResultCredentials } from '../../features/bulk/results/sign-results.ts';
import { createThumbnails, type Thumbnails } from '../../features/bulk/list/thumbnails.ts';
import {
  createRecipesStore,
  type RecipesStore,
} from '../../features/bulk/recipes/recipes-store.ts';
import {
  connectBulkDatabase,
  createBulkFiles,
  createMemoryBulkFiles,
  listBulkLists,
  type BulkFiles,
} from '../../storage/bulk/bulk-files.ts';
import { claimList } from '../../storage/bulk/claim-list.ts';
import { createRecipeStorage } from '../../storage/recipes.ts';
import type { Studio } from '../studio.ts';

/** What the screen for many pictures depends on. */
export interface BulkStudio {
  store: BulkStore;
  chain: ChainStore;
  recipes: RecipesStore;
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

function createBulkStudio(studio: Studio): BulkStudio {
  const { drafts, values, imageOps, pictures, stores } = studio;
  const chain = createChainStore({
    read: () => drafts.read(DRAFT),
    write: (text) => drafts.write(DRAFT, text),
  });
  const store = createBulkStore({
    engine: imageOps,
    openFiles: () => (stores.isKept ? openList() : Promise.resolve(createMemoryBulkFiles())),
    readRecipe: () => toRecipe(chain.getState().steps),
  });
  const recipes = createRecipesStore(createRecipeStorage(values));
  const thumbnails = createThumbnails({
    readSource: store.getState().readSource,
    makeThumbnail: pictures.makeThumbnail,
  });
  void store.getState().restore();
  void recipes.getState().restore();
  return { store, chain, recipes, thumbnails, credentials: studio.pictureCredentials };
}

/** In the storage of this tab's session: which list it had before it was reloaded. */
const OWN_LIST = 'triptych.bulk-list';

/** The list of this tab; where the database cannot be opened, one in memory. */
async function openList(): Promise<BulkFiles> {
  const database = connectBulkDatabase();
  try {
    const kept = await listBulkLists(database);
    const listId = await claimList(sessionStorage.getItem(OWN_LIST), kept);
    sessionStorage.setItem(OWN_LIST, listId);
    return createBulkFiles(database, listId);
  } catch {
    return createMemoryBulkFiles();
  }
}
