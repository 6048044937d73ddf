/**
 * Names of currencies from the browser's own data (CLDR, through Intl), in one and many. CLDR has
 * no names for their hundredths, and no currency that no state issues: those are here.
 */
export interface CurrencyName {
  one: string;
  many: string;
  /** The hundredth, in one and many; `undefined` where nobody names it. */
  part?: readonly [one: string, many: string];
}

const CENT = ['cent', 'cents'] as const;
const CENTIME = ['centime', 'centimes'] as const;
const CENTAVO = ['centavo', 'centavos'] as const;
const PAISA = ['paisa', 'paise'] as const;
const ORE = ['ore', 'ore'] as const;

/** Hundredths by currency code. */
const PARTS: Readonly<Record<string, readonly [string, string]>> = {
  ...Object.fromEntries(
    ['USD', 'EUR', 'AUD', 'CAD', 'NZD', 'HKD', 'SGD', 'TWD', 'ZAR', 'JMD', 'KES'].map((code) => [
      code,
      CENT,
    ]),
  ),
  ...Object.fromEntries(['MXN', 'ARS', 'BRL', 'PHP', 'COP', 'CLP'].map((code) => [code, CENTAVO])),
  ...Object.fromEntries(['INR', 'PKR', 'NPR'].map((code) => [code, PAISA])),
  ...Object.fromEntries(['SEK', 'NOK', 'DKK'].map((code) => [code, ORE])),
  CHF: CENTIME,
  GBP: ['penny', 'pence'],
  RUB: ['kopek', 'kopeks'],
  UAH: ['kopiyka', 'kopiykas'],
  PLN: ['grosz', 'groszy'],
  TRY: ['kurus', 'kurus'],
  ILS: ['agora', 'agorot'],
  CZK: ['haler', 'halers'],
  NGN: ['kobo', 'kobo'],
  THB: ['satang', 'satang'],
};

const WITHOUT_A_STATE: Readonly<Record<string, CurrencyName>> = {
  '₿': { one: 'bitcoin', many: 'bitcoins' },
  BTC: { one: 'bitcoin', many: 'bitcoins' },
  ETH: { one: 'ether', many: 'ether' },
};

/** Signs that CLDR writes otherwise in American English. */
const CODES: Readonly<Record<string, string>> = {
  US$: 'USD',
  AU$: 'AUD',
  C$: 'CAD',
  S$: 'SGD',
  Rs: 'INR',
  'Rs.': 'INR',
  RM: 'MYR',
  'Fr.': 'CHF',
  SFr: 'CHF',
  kr: 'SEK',
  zł: 'PLN',
  Kč: 'CZK',
  Ft: 'HUF',
  TL: 'TRY',
  元: 'CNY',
  円: 'JPY',
};

const formatted = (
  currency: string,
  currencyDisplay: 'name' | 'symbol' | 'narrowSymbol',
  value: number,
) =>
  new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    currencyDisplay,
    maximumFractionDigits: 0,
  })
    .formatToParts(value)
    .find(({ type }) => type === 'currency')?.value ?? currency;

const known = new Intl.DisplayNames('en-US', { type: 'currency', fallback: 'none' });
const names = new Map<string, CurrencyName | undefined>();
let codesOfSigns: ReadonlyMap<string, string> | undefined;

/**
 * What `sign` is called: a sign ("$", "CA$", "zł"), which gets the short name, or an ISO 4217 code,
 * which gets the full one.
 */
export function nameCurrency(sign: string): CurrencyName | undefined {
  if (!names.has(sign)) names.set(sign, WITHOUT_A_STATE[sign] ?? lookUp(sign));
  return names.get(sign);
}

function lookUp(sign: string): CurrencyName | undefined {
  const isCode = /^[A-Z]{3}$/.test(sign);
  const code = isCode ? sign : codeOf(sign);
  if (!code || known.of(code) === undefined) return undefined;
  // "dollars" for the plain sign, "Canadian dollars" for "CA$".
  const isFull = isCode || /^[A-Z]/.test(sign);
  const say = (value: number) => {
    const name = formatted(code, 'name', value);
    return isFull ? name : (name.split(' ').at(-1) ?? name).toLowerCase();
  };
  const part = PARTS[code];
  return { one: say(1), many: say(2), ...(part && { part }) };
}

function codeOf(sign: string): string | undefined {
  if (sign === '$') return 'USD';
  return CODES[sign] ?? (codesOfSigns ??= readSigns()).get(sign);
}

/**
 * If several currencies share a sign, it belongs to the one American English writes without
 * anything else: "£" is British.
 */
function readSigns(): ReadonlyMap<string, string> {
  const codes = Intl.supportedValuesOf('currency');
  const pairs = (display: 'symbol' | 'narrowSymbol') =>
    codes.map((code) => [formatted(code, display, 1), code] as const);
  return new Map([...pairs('narrowSymbol'), ...pairs('symbol')]);
}
