import { END, numberPattern } from '../pattern.ts';
import { pluralize, sayDecade, sayInPairs, sayNumber, sayYear } from './say-number.ts';

/** Words before "30s" that make it years of a century or of a life; without one it is seconds. */
const BEFORE = 'the|late|early|mid|these|those|his|her|their|my|our|your|whose';
/** Words after "90s" that do. */
const BEHIND =
  'music|kids?|style|fashion|hits?|pop|rock|era|movies?|films?|songs?|shows?|cars?|nostalgia|vibes?|disco|rap|sitcoms?|cartoons?|party|hair|bands?|aesthetic|design|baby|babies';
/** Words after "the 30s" that still make it seconds. */
const OF_SECONDS =
  'timeouts?|limits?|timers?|delays?|ads?|clips?|videos?|marks?|windows?|intervals?|countdowns?|cooldowns?|exposures?|breaks?|pauses?|spots?|sprints?|rests?|recordings?|waits?|polls?';
const COUNTS =
  'two|three|four|five|six|seven|eight|nine|ten|both|several|many|few|some|Boeing|Airbus|Porsche|of';
const PLURAL = String.raw`['’]?s`;

/**
 * Plurals of numbers: decades, "hundreds of", "two 747s". "90s" alone is seconds and left to the
 * units.
 */
export const DECADES = [
  numberPattern(
    String.raw`(\d{3}0)${PLURAL}\s?[-–]\s?['’]?(\d{3}0|\d0)${PLURAL}${END}`,
    ([, from, to]) => `${sayDecade(Number(from))} to ${sayDecade(Number(to))}`,
  ),
  numberPattern(String.raw`(10{3,4}|10{1,2}(?=s\sof\s))s${END}`, ([, round = '']) => ROUND[round]),
  numberPattern(String.raw`(?<=\b(?:${COUNTS})\s)(\d{2,4})${PLURAL}${END}`, ([, number]) =>
    pluralize(sayInPairs(Number(number))),
  ),
  numberPattern(String.raw`(7\d7)s${END}`, ([, number]) => pluralize(sayInPairs(Number(number)))),
  numberPattern(String.raw`(\d{3}0)${PLURAL}${END}`, ([, year]) => sayDecade(Number(year))),
  numberPattern(String.raw`['’](\d0)s${END}`, ([, decade]) => sayDecade(Number(decade))),
  numberPattern(String.raw`(\d0)['’]s${END}`, ([, decade]) => sayDecade(Number(decade))),
  numberPattern(
    String.raw`(?<=(?:^|[^\p{L}])(?:mid-|(?:${BEFORE})\s?)|[2-9]0s(?:(?: and| or| to|,) |[-–]))([2-9]0)s(?!\s(?:${OF_SECONDS})\b)${END}`,
    ([, decade]) => sayDecade(Number(decade)),
  ),
  numberPattern(
    String.raw`([2-9]0)s(?=(?:,? (?:and|or|to) |[-–]|, )['’]?[2-9]0s\b|\s(?:${BEHIND})\b)`,
    ([, decade]) => sayDecade(Number(decade)),
  ),
  // Of a year, or several of a number.
  numberPattern(
    String.raw`(1[1-9]\d\d|20\d\d)['’]s${END}`,
    ([, year]) => `${sayYear(Number(year))}'s`,
  ),
  numberPattern(String.raw`(\d{1,4})['’]s${END}`, ([, number = '']) =>
    pluralize(sayNumber(number)),
  ),
];

const ROUND: Readonly<Record<string, string>> = {
  10: 'tens',
  100: 'hundreds',
  1000: 'thousands',
  10000: 'tens of thousands',
};
