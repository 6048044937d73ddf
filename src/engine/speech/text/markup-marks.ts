/**
 * A character that joins what is left and right of it, and never occurs in a text: replaces inline
 * marks.
 */
export const NOTHING = '\u2060';
/** Ends a paragraph, where a list item, heading or empty line does. */
export const PARAGRAPH_END = '\u2029';

/** Spaces in place of a text, its lines kept. */
export const blank = (text: string): string => text.replace(/[^\n\u2029]/g, ' ');
export const erase = (text: string): string => NOTHING.repeat(text.length);
