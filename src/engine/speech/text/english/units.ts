import { nameSymbol, type UnitName } from './unit-names.ts';

/**
 * Anything that could be a unit's symbol; whether it is one, `nameUnit` tells. A list of all of
 * them would take long to compile.
 */
const LETTERS = 'A-Za-zμΩÅ°º℃℉%‰';
const POWER = String.raw`(?:\^[23]|⁻?[¹²³]|[23](?!\d))`;
const FACTOR = `(?:[°º] [CF]|(?:sq |cu |fl )?[${LETTERS}]{1,8})${POWER}?`;
const DIVISOR = String.raw`\/[${LETTERS}]{1,12}${POWER}?`;

/** A unit of one symbol: "km²". */
export const UNIT = FACTOR;
/** One of several: "m/s²", "N·m", "m s⁻²". */
export const COMPOUND_UNIT = `${FACTOR}(?:[·⋅]${FACTOR}(?:${DIVISOR})?| [${LETTERS}]{1,3}⁻[¹²³]|(?:${DIVISOR}){1,2})`;
/** A rate's slash and what follows it; captures the latter. */
export const PER = String.raw`\/([A-Za-z]{1,12}${POWER}?)`;

/** Symbols that are also words, letters or abbreviations: units only with no space before them. */
const TIGHT: ReadonlySet<string> = new Set(
  'in A B J N F H T S t d bar us bit mo pt MP ac hp kt cal pA'.split(' '),
);

export const isTight = (unit: string) => TIGHT.has(unit);

const POWERS: Readonly<Record<string, number>> = { '¹': 1, '²': 2, '³': 3, 2: 2, 3: 3 };

/**
 * A unit of any form: "kg", "m/s²", "N·m", "km2", "m s⁻²"; `undefined` for letters that are none.
 */
export function nameUnit(unit: string): UnitName | undefined {
  const [top = '', ...under] = unit.split('/');
  const factors = top.split(/[·⋅]| (?=[^ ]+⁻)/u);
  const isDivisor = (factor: string) => factor.includes('⁻');
  const named = factors.filter((factor) => !isDivisor(factor)).map(nameFactor);
  const per = [...factors.filter(isDivisor), ...under].map(namePer);
  const last = named.at(-1);
  if (!last || named.includes(undefined) || per.includes(undefined)) return undefined;
  const before = named
    .slice(0, -1)
    .map((name) => `${name?.one} `)
    .join('');
  const behind = per.map((divisor) => ` per ${divisor}`).join('');
  return { one: before + last.one + behind, many: before + last.many + behind };
}

/** The divisor of a rate in words: "hr" is "hour", a whole word such as "month" stays. */
export function namePer(divisor: string): string | undefined {
  return nameFactor(divisor)?.one ?? (/^[a-z]{3,}$/.test(divisor) ? divisor : undefined);
}

function nameFactor(factor: string): UnitName | undefined {
  const whole = nameSymbol(factor);
  if (whole) return whole;
  const [, symbol = '', figure = ''] = /^(.*?)\^?⁻?([¹²³23])$/u.exec(factor) ?? [];
  const name = nameSymbol(symbol);
  return name && raise(name, POWERS[figure] ?? 1);
}

/** Lengths are squares and cubes; seconds are "squared". */
function raise({ one, many }: UnitName, power: number): UnitName {
  if (power === 1) return { one, many };
  if (!/(?:met|inch|foot|yard|mile)/.test(one)) {
    const behind = power === 2 ? 'squared' : 'cubed';
    return { one: `${one} ${behind}`, many: `${many} ${behind}` };
  }
  const before = power === 2 ? 'square' : 'cubic';
  return { one: `${before} ${one}`, many: `${before} ${many}` };
}
