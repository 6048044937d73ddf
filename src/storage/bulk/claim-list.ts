/** How long a page that was reloaded waits for its former self to let go of the list. */
const FORMER_SELF_MS = 2000;

/**
 * Claims a list of pictures for this tab, as long as the tab lives, so that no two tabs work on
 * one: the list that the tab had before it was reloaded; else one whose tab was closed; else a new
 * one. Returns its id.
 */
export async function claimList(own: string | null, kept: readonly string[]): Promise<string> {
  if (own !== null && (await claim(own, { signal: AbortSignal.timeout(FORMER_SELF_MS) })))
    return own;
  for (const id of kept) if (id !== own && (await claim(id, { ifAvailable: true }))) return id;
  const id = crypto.randomUUID();
  await claim(id, {});
  return id;
}

function claim(id: string, options: LockOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const hold = (lock: Lock | null) => {
      resolve(lock !== null);
      return lock === null ? Promise.resolve() : new Promise<void>(() => undefined);
    };
    navigator.locks
      .request(`triptych-bulk ${id}`, options, hold)
      // Denied where nothing is stored, so that no other tab has the list.
      .catch((thrown: Error) => resolve(thrown.name === 'SecurityError'));
  });
}
