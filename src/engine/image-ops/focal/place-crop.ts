import type { PictureSize } from '../../images/picture-size.ts';
import type { Box } from '../pixels/box.ts';
import type { Subject, SubjectPart } from './find-subject.ts';

/** A face looks best a little above the middle; everything else in the middle. */
const FACE_FROM_TOP = 0.42;

/**
 * The largest part of a picture that has the shape of `wanted`, placed so that it shows the subject:
 * as many of its parts as fit, the first before the others, with room around them; those that do not
 * fit are left out whole where that is possible. Pixels.
 *
 * @example
 * const face = { left: 300, top: 40, width: 60, height: 60 };
 * const focalPoint = { x: 0.825, y: 0.35, method: 'face' } as const;
 * const subject = { focalPoint, parts: [{ core: face, whole: face }] };
 * const crop = placeCrop({ width: 400, height: 200 }, { width: 50, height: 50 }, subject);
 * crop; // → { left: 200, top: 0, width: 200, height: 200 }
 */
export function placeCrop(
  picture: PictureSize,
  wanted: PictureSize,
  { focalPoint, parts }: Subject,
): Box {
  const scale = Math.min(picture.width / wanted.width, picture.height / wanted.height);
  const width = clamp(Math.round(wanted.width * scale), 1, picture.width);
  const height = clamp(Math.round(wanted.height * scale), 1, picture.height);
  const across = parts.map((part) => mapPart(part, ({ left, width }) => [left, left + width]));
  const down = parts.map((part) => mapPart(part, ({ top, height }) => [top, top + height]));
  const fromTop = focalPoint.method === 'face' ? FACE_FROM_TOP : 0.5;
  return {
    left: placeWindow(picture.width, width, across, {
      at: focalPoint.x * picture.width,
      part: 0.5,
    }),
    top: placeWindow(picture.height, height, down, {
      at: focalPoint.y * picture.height,
      part: fromTop,
    }),
    width,
    height,
  };
}

/** Start and end along one axis. */
type Interval = readonly [start: number, end: number];

/** A part along one axis. */
type Extent = Record<keyof SubjectPart, Interval>;

const mapPart = ({ core, whole }: SubjectPart, project: (box: Box) => Interval): Extent => ({
  core: project(core),
  whole: project(whole),
});

/** What is to lie at which part of the window's length. */
interface Aim {
  at: number;
  part: number;
}

/** Where a window of a length begins. */
function placeWindow(total: number, length: number, parts: readonly Extent[], aim: Aim): number {
  if (length >= total) return 0;
  const { shown, omitted } = chooseShown(parts, length);
  const target = shown ?? parts[0]?.core;
  const lowest = shown ? Math.max(0, shown[1] - length) : 0;
  const highest = shown ? Math.min(total - length, shown[0]) : total - length;
  const best = clamp((target ? middleOf(target) : aim.at) - aim.part * length, lowest, highest);
  const place = shown ? avoidCuts(best, length, omitted, [lowest, highest]) : best;
  const first = Math.ceil(lowest);
  return clamp(Math.round(place), first, Math.max(first, Math.floor(highest)));
}

/** What is shown as a whole, and the parts that do not fit beside it. */
function chooseShown(
  parts: readonly Extent[],
  length: number,
): { shown: Interval | undefined; omitted: Interval[] } {
  let shown: Interval | undefined;
  const omitted: Interval[] = [];
  for (const { core, whole } of parts) {
    const wider = [whole, core]
      .map((interval) => joinIntervals(interval, shown))
      .find(([start, end]) => end - start <= length);
    if (wider) shown = wider;
    else omitted.push(core);
  }
  return { shown, omitted };
}

/** The place nearest to `best` at which the window's ends cut the fewest of the omitted parts. */
function avoidCuts(
  best: number,
  length: number,
  omitted: readonly Interval[],
  [lowest, highest]: Interval,
): number {
  const places = omitted
    .flatMap(([start, end]) => [start - length, end])
    .filter((place) => place >= lowest && place <= highest);
  const countCuts = (place: number) =>
    omitted.filter((part) => isInside(place, part) || isInside(place + length, part)).length;
  const distance = (place: number) => Math.abs(place - best);
  const [first] = [best, ...places].sort(
    (a, b) => countCuts(a) - countCuts(b) || distance(a) - distance(b),
  );
  return first ?? best;
}

function joinIntervals(a: Interval, b: Interval | undefined): Interval {
  return b ? [Math.min(a[0], b[0]), Math.max(a[1], b[1])] : a;
}

const middleOf = ([start, end]: Interval) => (start + end) / 2;
const isInside = (place: number, [start, end]: Interval) => start < place && place < end;

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
