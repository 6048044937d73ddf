/** A line of subtitles. */
export interface Caption {
  text: string;
  startSeconds: number;
  endSeconds: number;
}

/** A piece of a reading as subtitles need it: what is said, when its words are, and how long it is with its pause. */
export interface CaptionedPiece {
  spoken: string;
  words: readonly { startSeconds: number; endSeconds: number }[];
  durationSeconds: number;
}

/** What two lines on a screen hold. */
const LONGEST_CAPTION = 84;

/** Captions of pieces that follow one another; long ones are divided at words. */
export function makeCaptions(pieces: Iterable<CaptionedPiece>): Caption[] {
  const captions: Caption[] = [];
  let offset = 0;
  for (const piece of pieces) {
    captions.push(...divide(piece, offset));
    offset += piece.durationSeconds;
  }
  return captions;
}

function divide({ spoken, words, durationSeconds }: CaptionedPiece, offset: number): Caption[] {
  if (spoken === '') return [];
  let passed = 0;
  return wrap(spoken, LONGEST_CAPTION).map((text) => {
    const first = Math.round((passed / spoken.length) * words.length);
    passed += text.length + 1;
    const last = Math.max(first, Math.round((Math.min(passed, spoken.length) / spoken.length) * words.length) - 1);
    return {
      text,
      startSeconds: offset + (words[first]?.startSeconds ?? 0),
      endSeconds: offset + (words[last]?.endSeconds ?? durationSeconds),
    };
  });
}

/** Lines of about the same length, as few as fit. */
function wrap(text: string, longest: number): string[] {
  const count = Math.ceil(text.length / longest);
  const aim = text.length / count;
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    const isFull = longer.length > longest || (line.length >= aim && lines.length < count);
    if (isFull && line !== '') lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
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
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const cues = captions.map(({ text, startSeconds, endSeconds }) =>
    [`${stamp(startSeconds, '.')} --> ${stamp(endSeconds, '.')}`, escape(text), ''].join('\n'),
  );
  const heading = title ? `WEBVTT - ${title.replace(/\s+/g, ' ').replaceAll('-->', '')}` : 'WEBVTT';
  return [`${heading}\n`, ...cues].join('\n');
}

function stamp(seconds: number, mark: ',' | '.'): string {
  const whole = Math.round(seconds * 1000);
  const parts = [Math.floor(whole / 3_600_000), Math.floor(whole / 60_000) % 60, Math.floor(whole / 1000) % 60];
  return `${parts.map((part) => String(part).padStart(2, '0')).join(':')}${mark}${String(whole % 1000).padStart(3, '0')}`;
}
