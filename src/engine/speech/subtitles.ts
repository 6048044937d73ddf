import type { SpokenWord } from './speech-engine.ts';
import { blankMarkup } from './text/markup.ts';
import { NOTHING } from './text/markup-marks.ts';

/** One line of subtitles. */
export interface Caption {
  text: string;
  startSeconds: number;
  endSeconds: number;
}

/**
 * A piece of a reading as subtitles need it: where it and its words stand in the text, when they
 * are heard, and how long it is with its pause.
 */
export interface CaptionedPiece {
  start: number;
  end: number;
  /** Empty for a pause. */
  words: readonly SpokenWord[];
  durationSeconds: number;
}

/** Characters that fit in two lines on a screen. */
const MAX_CAPTION_LENGTH = 84;
/** A request for a pause is not shown. */
const PAUSE = /\[pause[^\]\n]*\]/gi;

/**
 * Captions of pieces that follow one another, in the words of the text: "10:30 p.m.", whatever is
 * said for it, without the marks of Markdown and HTML. Long ones are divided at words.
 *
 * @example
 * const text = 'Read **this**.';
 * const words = [{ start: 0, end: 4, startSeconds: 0, endSeconds: 0.4 }];
 * const piece = { start: 0, end: 14, words, durationSeconds: 1 };
 * makeCaptions([piece], text).map((caption) => caption.text); // → ['Read this.']
 */
export function makeCaptions(pieces: Iterable<CaptionedPiece>, text: string): Caption[] {
  const written = hideMarks(text);
  const captions: Caption[] = [];
  let offset = 0;
  for (const piece of pieces) {
    captions.push(...divide(piece, written, offset));
    offset += piece.durationSeconds;
  }
  return captions;
}

/**
 * In the place of a mark of Markdown or HTML: nothing, or a space where it stands between two
 * words. From Unicode's private use.
 */
const MARK = '\ue000';

/** The text without its marks and pauses, as long as it was. */
function hideMarks(text: string): string {
  const blanked = blankMarkup(text).replace(PAUSE, (pause) => ' '.repeat(pause.length));
  return blanked.replace(/[^\S\n]|[,.;]/g, (filler, index: number) =>
    filler === text[index] || /\s/.test(text[index] ?? ' ') ? filler : MARK,
  );
}

function tidy(written: string): string {
  return written
    .replaceAll(NOTHING, '')
    .replace(/(?<=[\p{L}\p{N}])\ue000+(?=[\p{L}\p{N}])/gu, ' ')
    .replaceAll(MARK, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A word and what stands up to the next one. */
interface Unit {
  start: number;
  end: number;
  startSeconds: number;
  endSeconds: number;
}

function divide({ start, end, words }: CaptionedPiece, written: string, offset: number): Caption[] {
  const units = listUnits(words, start, end);
  const show = (from: number, to: number) => tidy(written.slice(from, to));
  const length = show(start, end).length;
  const count = Math.ceil(length / MAX_CAPTION_LENGTH);
  const lines: Unit[] = [];
  for (const unit of units) {
    const line = lines.at(-1);
    const longer = line ? show(line.start, unit.end).length : Infinity;
    const isFull =
      line && show(line.start, line.end).length >= length / count && lines.length < count;
    if (!line || isFull || longer > MAX_CAPTION_LENGTH) lines.push({ ...unit });
    else Object.assign(line, { end: unit.end, endSeconds: unit.endSeconds });
  }
  return lines.flatMap((line) => {
    const caption = show(line.start, line.end);
    if (caption === '') return [];
    return [
      {
        text: caption,
        startSeconds: offset + line.startSeconds,
        endSeconds: offset + line.endSeconds,
      },
    ];
  });
}

/** Several words may be said for one that is written: those are one unit. */
function listUnits(words: readonly SpokenWord[], start: number, end: number): Unit[] {
  const units: Unit[] = [];
  for (const word of words) {
    const last = units.at(-1);
    if (last && word.start < last.end)
      Object.assign(last, { end: Math.max(last.end, word.end), endSeconds: word.endSeconds });
    else units.push({ ...word });
  }
  return units.map((unit, index) => ({
    ...unit,
    start: index === 0 ? Math.min(start, unit.start) : unit.start,
    end: units[index + 1]?.start ?? Math.max(end, unit.end),
  }));
}

/** SubRip: numbered, a comma before the milliseconds. */
export function writeSrt(captions: readonly Caption[]): string {
  return captions
    .map(({ text, startSeconds, endSeconds }, index) =>
      [index + 1, `${stamp(startSeconds, ',')} --> ${stamp(endSeconds, ',')}`, text, ''].join('\n'),
    )
    .join('\n');
}

/** WebVTT. `-->` and markup in the text would be read as such. */
export function writeVtt(captions: readonly Caption[], title?: string): string {
  const escape = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const cues = captions.map(({ text, startSeconds, endSeconds }) =>
    [`${stamp(startSeconds, '.')} --> ${stamp(endSeconds, '.')}`, escape(text), ''].join('\n'),
  );
  const heading = title ? `WEBVTT - ${title.replace(/\s+/g, ' ').replaceAll('-->', '')}` : 'WEBVTT';
  return [`${heading}\n`, ...cues].join('\n');
}

function stamp(seconds: number, mark: ',' | '.'): string {
  const whole = Math.round(seconds * 1000);
  const parts = [
    Math.floor(whole / 3_600_000),
    Math.floor(whole / 60_000) % 60,
    Math.floor(whole / 1000) % 60,
  ];
  return `${parts.map((part) => String(part).padStart(2, '0')).join(':')}${mark}${String(whole % 1000).padStart(3, '0')}`;
}
