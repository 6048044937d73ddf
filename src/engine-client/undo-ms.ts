/** How long something that was deleted can be had back. */
export const UNDO_MS = 8000;
