/**
 * What units are called, in one and many. Those that Intl knows (ECMA-402's sanctioned units, from
 * CLDR) come from there; the units of physics are put together from prefix and unit, as their
 * symbols are.
 */
export interface UnitName {
  one: string;
  many: string;
}

/** Symbols of units that Intl knows. */
const SANCTIONED: Readonly<Record<string, string>> = {
  m: 'meter',
  km: 'kilometer',
  cm: 'centimeter',
  mm: 'millimeter',
  mi: 'mile',
  ft: 'foot',
  in: 'inch',
  yd: 'yard',
  g: 'gram',
  kg: 'kilogram',
  lb: 'pound',
  lbs: 'pound',
  oz: 'ounce',
  'fl oz': 'fluid-ounce',
  gal: 'gallon',
  L: 'liter',
  l: 'liter',
  mL: 'milliliter',
  ml: 'milliliter',
  ac: 'acre',
  ha: 'hectare',
  s: 'second',
  sec: 'second',
  secs: 'second',
  ms: 'millisecond',
  μs: 'microsecond',
  us: 'microsecond',
  ns: 'nanosecond',
  min: 'minute',
  mins: 'minute',
  h: 'hour',
  hr: 'hour',
  hrs: 'hour',
  d: 'day',
  wk: 'week',
  wks: 'week',
  mo: 'month',
  yr: 'year',
  yrs: 'year',
  bit: 'bit',
  kbit: 'kilobit',
  Mbit: 'megabit',
  Gbit: 'gigabit',
  kb: 'kilobit',
  Mb: 'megabit',
  Gb: 'gigabit',
  B: 'byte',
  kB: 'kilobyte',
  KB: 'kilobyte',
  MB: 'megabyte',
  GB: 'gigabyte',
  TB: 'terabyte',
  PB: 'petabyte',
  '°': 'degree',
  º: 'degree',
  '°C': 'celsius',
  '° C': 'celsius',
  ºC: 'celsius',
  '℃': 'celsius',
  '°F': 'fahrenheit',
  '° F': 'fahrenheit',
  ºF: 'fahrenheit',
  '℉': 'fahrenheit',
  '%': 'percent',
  mph: 'mile-per-hour',
  mpg: 'mile-per-gallon',
  kph: 'kilometer-per-hour',
  kmh: 'kilometer-per-hour',
  bps: 'bit-per-second',
  kbps: 'kilobit-per-second',
  Kbps: 'kilobit-per-second',
  Mbps: 'megabit-per-second',
  Gbps: 'gigabit-per-second',
  Tbps: 'terabit-per-second',
};

/** Units that Intl does not know and nobody prefixes. A name that stays the same is given once. */
const OTHERS: Readonly<Record<string, readonly [one: string, many?: string]>> = {
  '‰': ['per mille'],
  KiB: ['kibibyte', 'kibibytes'],
  MiB: ['mebibyte', 'mebibytes'],
  GiB: ['gibibyte', 'gibibytes'],
  TiB: ['tebibyte', 'tebibytes'],
  dB: ['decibel', 'decibels'],
  dBm: ['decibel milliwatt', 'decibel milliwatts'],
  px: ['pixel', 'pixels'],
  MP: ['megapixel', 'megapixels'],
  pt: ['point', 'points'],
  dpi: ['dot per inch', 'dots per inch'],
  ppi: ['pixel per inch', 'pixels per inch'],
  ppm: ['part per million', 'parts per million'],
  ppb: ['part per billion', 'parts per billion'],
  fps: ['frame per second', 'frames per second'],
  bpm: ['beat per minute', 'beats per minute'],
  rpm: ['revolution per minute', 'revolutions per minute'],
  psi: ['pound per square inch', 'pounds per square inch'],
  hp: ['horsepower'],
  t: ['tonne', 'tonnes'],
  kn: ['knot', 'knots'],
  kt: ['knot', 'knots'],
  atm: ['atmosphere', 'atmospheres'],
  bar: ['bar', 'bars'],
  mmHg: ['millimeter of mercury', 'millimeters of mercury'],
  Å: ['angstrom', 'angstroms'],
  'sq ft': ['square foot', 'square feet'],
  'sq m': ['square meter', 'square meters'],
  'sq km': ['square kilometer', 'square kilometers'],
  'sq mi': ['square mile', 'square miles'],
  'cu ft': ['cubic foot', 'cubic feet'],
  'cu m': ['cubic meter', 'cubic meters'],
  tsp: ['teaspoon', 'teaspoons'],
  tbsp: ['tablespoon', 'tablespoons'],
};

const PREFIXES: Readonly<Record<string, string>> = {
  '': '',
  p: 'pico',
  n: 'nano',
  μ: 'micro',
  u: 'micro',
  m: 'milli',
  c: 'centi',
  d: 'deci',
  h: 'hecto',
  k: 'kilo',
  M: 'mega',
  G: 'giga',
  T: 'tera',
};

/** Units of physics with the prefixes that people write before them. */
const PHYSICAL: Readonly<Record<string, readonly [prefixes: string, one: string, many?: string]>> =
  {
    m: ['pnμudM', 'meter'],
    g: ['nμumM', 'gram'],
    s: ['p', 'second'],
    L: ['μucdh', 'liter'],
    l: ['μucdh', 'liter'],
    Hz: [' mkMGT', 'hertz', 'hertz'],
    V: [' nμumkM', 'volt'],
    A: [' pnμumk', 'ampere'],
    W: [' nμumkMGT', 'watt'],
    J: [' mkMG', 'joule'],
    N: [' μumkM', 'newton'],
    Pa: [' mhkMG', 'pascal'],
    Ω: [' mkMG', 'ohm'],
    F: [' pnμum', 'farad'],
    H: [' nμum', 'henry', 'henries'],
    T: [' mμu', 'tesla', 'teslas'],
    K: [' m', 'kelvin', 'kelvins'],
    S: ['mμu', 'siemens', 'siemens'],
    Wh: [' mkMGT', 'watt hour'],
    Ah: [' m', 'ampere hour'],
    VA: [' kM', 'volt ampere'],
    eV: [' mkMGT', 'electron volt'],
    cal: [' k', 'calorie'],
    Nm: [' k', 'newton meter'],
    mol: [' nμumk', 'mole'],
    lm: [' k', 'lumen'],
    lx: [' k', 'lux', 'lux'],
    cd: [' ', 'candela'],
    Bq: [' kMGT', 'becquerel'],
    Sv: [' mμu', 'sievert'],
    Gy: [' m', 'gray'],
  };

/** "kilohm" and "megohm" drop a vowel. */
const join = (prefix: string, unit: string) =>
  (unit.startsWith('ohm') ? prefix.replace(/[ao]$/, '') : prefix) + unit;

const physical: ReadonlyMap<string, UnitName> = new Map(
  Object.entries(PHYSICAL).flatMap(([symbol, [prefixes, one, many = `${one}s`]]) =>
    [...prefixes].map((prefix) => {
      const said = PREFIXES[prefix.trim()] ?? '';
      return [
        `${prefix.trim()}${symbol}`,
        { one: join(said, one), many: join(said, many) },
      ] as const;
    }),
  ),
);

const sanctioned = new Map<string, UnitName>();

/** The name of a single unit: no powers, no quotients. */
export function nameSymbol(symbol: string): UnitName | undefined {
  const unit = SANCTIONED[symbol];
  if (unit) return sanctioned.get(unit) ?? askIntl(unit);
  const other = OTHERS[symbol];
  return other ? { one: other[0], many: other[1] ?? other[0] } : physical.get(symbol);
}

function askIntl(unit: string): UnitName {
  const format = new Intl.NumberFormat('en-US', { style: 'unit', unit, unitDisplay: 'long' });
  const say = (value: number) =>
    format
      .formatToParts(value)
      .filter(({ type }) => type === 'unit' || type === 'percentSign')
      .map(({ value: words }) => words.trim())
      .join(' ');
  const name = { one: say(1), many: say(2) };
  sanctioned.set(unit, name);
  return name;
}
