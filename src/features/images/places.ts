/** The places of the image screen that are gone to: where its parts lie below each other, that is a way. */

export const FORM_ID = 'picture-form';
export const STAGE_ID = 'picture-stage';

export function focusPrompt(): void {
  document.querySelector<HTMLElement>('[data-prompt]')?.focus();
}

/** What is drawn comes into sight. */
export const showStage = (): void => show(STAGE_ID);
/** What it is drawn from comes into sight. */
export const showForm = (): void => show(FORM_ID);

function show(id: string): void {
  if (!matchMedia('(min-width: 64rem)').matches) document.getElementById(id)?.scrollIntoView({ block: 'start' });
}
