import { createAllowedSites, type AllowedSites } from '../../storage/allowed-sites.ts';

/** Of this browser; where it keeps nothing, nobody is remembered. */
export function openAllowedSites(): AllowedSites {
  try {
    return createAllowedSites(localStorage);
  } catch {
    return createAllowedSites(undefined);
  }
}
