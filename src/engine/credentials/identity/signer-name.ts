export const DEFAULT_SIGNER_NAME = 'A Triptych user';
/** The longest name that a certificate may hold (X.520, ub-common-name). */
export const MAX_NAME_LENGTH = 64;

/** A signer's name as a certificate holds it; the default for an empty one. */
export function cleanName(name: string): string {
  const clean = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return [...clean].slice(0, MAX_NAME_LENGTH).join('').trim() || DEFAULT_SIGNER_NAME;
}
