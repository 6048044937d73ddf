import { END, GAP, numberPattern } from '../pattern.ts';
import { sayNumber } from './say-number.ts';

const CLOCK = String.raw`(?:[01]?\d|2[0-4]):[0-5]\d`;
/** "a.m." with both full stops, or "am" with none: a full stop after "am" ends the sentence. */
const HALF = String.raw`[aApP](?:\.[mM]\.|[mM]${END})`;
const HOUR = String.raw`(?:1[0-2]|0?[1-9])`;
const TO = String.raw`${GAP}[-–—]${GAP}`;
export const OFFSET = String.raw`(?:Z|[+−-]\d{2}:?\d{2})${END}`;

/**
 * Times of day: "5:30 p.m.", "17:05", "12:00:05", "10am-5pm", and proportions, which look like
 * them.
 */
export const TIMES = [
  numberPattern(
    String.raw`(${HOUR}(?::[0-5]\d)?)(?:${GAP}(${HALF}))?${TO}(${HOUR}(?::[0-5]\d)?)${GAP}(${HALF})`,
    ([, from = '', half, to = '', otherHalf = '']) =>
      `${half ? sayHalf(from, half) : sayHour(from)} to ${sayHalf(to, otherHalf)}`,
  ),
  numberPattern(
    String.raw`(${CLOCK})${TO}(${CLOCK})(?!:?\d)${END}`,
    ([, from = '', to = '']) => `${sayClock(from)} to ${sayClock(to)}`,
  ),
  numberPattern(
    String.raw`(${HOUR}(?::[0-5]\d)?(?::[0-5]\d)?)${GAP}(${HALF})`,
    ([, time = '', half = '']) => sayHalf(time, half),
  ),
  numberPattern(
    String.raw`(${CLOCK}(?::[0-5]\d(?:\.\d{1,9})?)?)(${OFFSET})?(?!:?\d)${END}`,
    ([, time = '', offset]) => sayClock(time) + (offset ? `, ${sayOffset(offset)}` : ''),
  ),
  numberPattern(
    String.raw`(\d{1,9}(?:\.\d{1,9})?):(\d{1,9}(?:\.\d{1,9})?)(?!:?\d)${END}`,
    ([, one = '', other = '']) => `${sayNumber(one)} to ${sayNumber(other)}`,
  ),
];

/** "10:30" and "5": the hour alone if there are no minutes. */
function sayHour(time: string): string {
  const [hour = '', minute = '0', second] = time.split(':');
  const spoken = [sayNumber(String(Number(hour))), Number(minute) > 0 ? sayMinutes(minute) : '']
    .filter(Boolean)
    .join(' ');
  return spoken + saySeconds(second);
}

function sayHalf(time: string, half: string): string {
  return `${sayHour(time)} ${half.charAt(0).toUpperCase()} M`;
}

/** By the clock of 24 hours, with seconds only where there are some. */
export function sayClock(time: string): string {
  const [hour = '', minute = '', second] = time.split(':');
  if (Number(minute) > 0) return sayHour(time);
  return sayFullHour(Number(hour)) + saySeconds(second);
}

function sayFullHour(hour: number): string {
  if (hour === 0) return 'midnight';
  return `${sayNumber(String(hour))} ${hour > 12 ? 'hundred' : "o'clock"}`;
}

function sayMinutes(minute: string): string {
  return Number(minute) < 10 ? `oh ${sayNumber(String(Number(minute)))}` : sayNumber(minute);
}

function saySeconds(second: string | undefined): string {
  const count = String(Number(second ?? 0));
  if (count === '0') return '';
  return ` and ${sayNumber(count)} ${count === '1' ? 'second' : 'seconds'}`;
}

/** "Z" is "U T C", "+02:00" is "U T C plus two". */
export function sayOffset(offset: string): string {
  const [, sign = '', hours = '', minutes = ''] = /^([+−-])(\d{2}):?(\d{2})$/.exec(offset) ?? [];
  if (sign === '' || Number(hours + minutes) === 0) return 'U T C';
  const time = sayHour(`${hours}:${minutes}`);
  return `U T C ${sign === '+' ? 'plus' : 'minus'} ${time}`;
}
