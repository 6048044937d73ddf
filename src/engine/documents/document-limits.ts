import { EngineError } from '../errors.ts';
import { nameLength, type FileBudget } from '../files/file-budget.ts';
import { MAX_TEXT_LENGTH } from '../speech/check-request.ts';

/** For a document of any kind: a large book with its pictures fits. */
export const DOCUMENT_BUDGET: FileBudget = { timeLimitMs: 60_000, mostBytes: 200e6 };

/** Text, Markdown and HTML have no pictures inside. */
export const MAX_TEXT_BYTES = 20e6;
/** All pages of a book or a document, unpacked. */
export const MAX_UNPACKED_BYTES = 50e6;
/** Files in a book, pictures and fonts included. */
export const MAX_ENTRIES = 20_000;
/** Of a PDF or a book. */
export const MAX_PAGES = 5_000;

/** Throws `limit_exceeded` for a text longer than a reading may be. */
export function checkTextLength(length: number): void {
  if (length > MAX_TEXT_LENGTH)
    throw exceed(`The text in this file has more than ${count(MAX_TEXT_LENGTH)} characters`);
}

/** Throws `limit_exceeded` for more pages than can be read. */
export function checkPages(pages: number): void {
  if (pages > MAX_PAGES)
    throw exceed(`This file has ${count(pages)} pages; up to ${count(MAX_PAGES)} can be read`);
}

export const exceedEntries = () =>
  exceed(`This document has more than ${count(MAX_ENTRIES)} files inside`);
export const exceedUnpacked = () =>
  exceed(`The pages of this document unpack to more than ${nameLength(MAX_UNPACKED_BYTES)}`);

const exceed = (sentence: string) =>
  new EngineError('limit_exceeded', `${sentence}. Split it into smaller files.`);
const count = (number: number) => number.toLocaleString('en');
