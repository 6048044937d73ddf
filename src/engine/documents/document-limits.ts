import { EngineError } from '../errors.ts';
import { nameLength, type FileBudget } from '../files/file-budget.ts';
import { LONGEST_TEXT } from '../speech/check-request.ts';

/** For a document of any kind: a large book with its pictures fits. */
export const DOCUMENT_BUDGET: FileBudget = { timeLimitMs: 60_000, mostBytes: 200e6 };

/** Text, Markdown and HTML have no pictures inside. */
export const MOST_TEXT_BYTES = 20e6;
/** All pages of a book, unpacked. */
export const MOST_UNPACKED_BYTES = 50e6;
/** Files in a book, pictures and fonts included. */
export const MOST_ENTRIES = 20_000;
/** Of a PDF or a book. */
export const MOST_PAGES = 5_000;

/** Throws `limit_exceeded` for a text that is longer than a reading may be. */
export function checkTextLength(length: number): void {
  if (length > LONGEST_TEXT) throw exceed(`The text in this file has more than ${count(LONGEST_TEXT)} characters`);
}

/** Throws `limit_exceeded` for more pages than are read. */
export function checkPages(pages: number): void {
  if (pages > MOST_PAGES) throw exceed(`This file has ${count(pages)} pages; up to ${count(MOST_PAGES)} can be read`);
}

export const exceedEntries = () => exceed(`This book is made of more than ${count(MOST_ENTRIES)} files`);
export const exceedUnpacked = () =>
  exceed(`The pages of this book unpack to more than ${nameLength(MOST_UNPACKED_BYTES)}`);

const exceed = (sentence: string) => new EngineError('limit_exceeded', `${sentence}. Divide it into smaller files.`);
const count = (number: number) => number.toLocaleString('en');
