const WITHIN_MS = 3000;

/**
 * Brings a section of a screen into view by its name, once the screen is there, and gives it the
 * focus.
 */
export function revealSection(name: string): void {
  const begin = performance.now();
  function look(): void {
    const section = document.querySelector<HTMLElement>(
      `main section[aria-label="${CSS.escape(name)}"]`,
    );
    if (section) {
      section.tabIndex = -1;
      section.focus({ preventScroll: true });
      section.scrollIntoView({ block: 'start' });
    } else if (performance.now() - begin < WITHIN_MS) setTimeout(look, 50);
  }
  look();
}
