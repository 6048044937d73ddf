import type { HubFile } from '../models/hub/hub.ts';

/** A repository as the hub lists it. */
export interface ListedRepository {
  repository: string;
  /** A commit. */
  revision: string;
  licence: string | undefined;
  files: ReadonlyMap<string, HubFile>;
}
