/** Controls, and soft hyphens, which would be drawn where no line ends. */
const UNDRAWABLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\ufeff]/g;

/**
 * Text as it will be drawn: half surrogates replaced, letters and their marks joined, no control
 * characters, lines ended by `\n`.
 *
 * @example
 * cleanText('a\ud800\r\nb\tc\u0007'); // → 'a\ufffd\nb c'
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(UNDRAWABLE, '');
}
