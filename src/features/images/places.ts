/** Places on the image screen to scroll to: on narrow screens its parts are stacked far apart. */

export type ImagePart = 'form' | 'stage';

export const FORM_ID = 'picture-form';
export const STAGE_ID = 'picture-stage';

export function focusPrompt(): void {
  document.querySelector<HTMLElement>('[data-prompt]')?.focus();
}

/** What is drawn, or what it is drawn from, comes into sight. */
export function showPart(part: ImagePart): void {
  if (matchMedia('(min-width: 64rem)').matches) return;
  document.getElementById(part === 'form' ? FORM_ID : STAGE_ID)?.scrollIntoView({ block: 'start' });
}
