/**
 * Numbers with a currency or unit in languages other than English: names, plurals and order of
 * words are the browser's own (CLDR, through Intl), the number's words are n2words'.
 */

/** A language as its numbers are spoken. */
export interface SpokenLocale {
  locale: string;
  /** The currency that n2words says with its hundredths in this language. */
  currency: string;
  /** "One" before a noun, where it is not the number's own name. */
  one?: string;
  /** "Percent", where CLDR has the sign alone. */
  percent?: string;
  toCardinal(value: string): string;
  toCurrency(value: string): string;
}

/** A number with its figures only: "-1234" and "50". */
export interface Amount {
  digits: string;
  fraction: string | undefined;
}

const UNITS: Readonly<Record<string, string>> = {
  '%': 'percent',
  km: 'kilometer',
  m: 'meter',
  cm: 'centimeter',
  mm: 'millimeter',
  kg: 'kilogram',
  g: 'gram',
  l: 'liter',
  L: 'liter',
  ml: 'milliliter',
  h: 'hour',
  min: 'minute',
  s: 'second',
  ms: 'millisecond',
  '°': 'degree',
  '°C': 'celsius',
  '°F': 'fahrenheit',
  'km/h': 'kilometer-per-hour',
  'm/s': 'meter-per-second',
  kB: 'kilobyte',
  MB: 'megabyte',
  GB: 'gigabyte',
  TB: 'terabyte',
  км: 'kilometer',
  м: 'meter',
  см: 'centimeter',
  кг: 'kilogram',
  'км/ч': 'kilometer-per-hour',
  'км/год': 'kilometer-per-hour',
};

const CURRENCIES: Readonly<Record<string, string>> = {
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₩': 'KRW',
  '₹': 'INR',
  '₽': 'RUB',
  '₺': 'TRY',
  R$: 'BRL',
  '₴': 'UAH',
  zł: 'PLN',
  Kč: 'CZK',
};

const CODES = ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'KRW', 'INR', 'BRL'];

/** Written in letters, where the others are signs. */
const LETTERED = ['zł', 'Kč'];

/** A unit's or currency's symbol after a number. */
export const SYMBOL = String.raw`[%€$£¥₩₹₽₺](?!\d)|(?:${[
  ...Object.keys(UNITS),
  ...CODES,
  ...LETTERED,
]
  .filter((symbol) => symbol !== '%')
  .sort((a, b) => b.length - a.length)
  .join('|')})(?![\p{L}\p{N}'’/²³])`;

/** Parts of a formatted number that are the number itself. */
const FIGURES: ReadonlySet<string> = new Set([
  'integer',
  'group',
  'decimal',
  'fraction',
  'minusSign',
  'plusSign',
]);

/**
 * An amount with what `symbol` stands for, in the order of the language; `undefined` for a symbol
 * without a name.
 */
export function sayMeasured(
  spoken: SpokenLocale,
  amount: Amount,
  symbol: string,
): string | undefined {
  const value = amount.fraction ? `${amount.digits}.${amount.fraction}` : amount.digits;
  const currency = CURRENCIES[symbol] ?? (CODES.includes(symbol) ? symbol : undefined);
  if (currency === spoken.currency && amount.fraction?.length === 2)
    return spoken.toCurrency(value);
  const style = currency ? nameCurrency(currency) : nameUnit(UNITS[symbol]);
  return style && insert(spoken, value, style);
}

const nameCurrency = (currency: string): Intl.NumberFormatOptions => ({
  style: 'currency',
  currency,
  currencyDisplay: 'name',
});

function nameUnit(unit: string | undefined): Intl.NumberFormatOptions | undefined {
  return unit ? { style: 'unit', unit, unitDisplay: 'long' } : undefined;
}

/** Formats the number and puts its words where its figures stand. */
function insert(
  { locale, one, percent = '%', toCardinal }: SpokenLocale,
  value: string,
  style: Intl.NumberFormatOptions,
): string {
  const format = new Intl.NumberFormat(locale, { ...style, minimumFractionDigits: 0 });
  const words = value === '1' && one ? one : toCardinal(value);
  let isSaid = false;
  const parts = format.formatToParts(Number(value)).map(({ type, value: text }) => {
    if (!FIGURES.has(type)) return text;
    if (isSaid) return '';
    isSaid = true;
    return words;
  });
  return parts.join('').replace(/[%٪]\u061c?/g, ` ${percent}`);
}
