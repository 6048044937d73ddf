import type { StudioAction } from '../../engine/studio-actions.ts';

/**
 * What the link under an answer of the guide leads to: an action of the studio, or this very
 * question put to another model.
 */
export type AnswerLink = { label: string } & ({ action: StudioAction } | { askModel: string });
