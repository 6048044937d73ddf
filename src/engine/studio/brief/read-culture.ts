import type { BriefFilters, Reason } from './context.ts';
import { CULTURES, type CultureCue, NO_CULTURE } from './cues/cultures.ts';
import type { LanguageCue } from './cues/languages.ts';
import { findSaid, type FoundCue, type SaidText } from './find-said.ts';
import type { Findings } from './findings.ts';
import { createCueFinder } from './match-cues.ts';

/** A place tells more than "Japanese", and that more than a dish or a sum of money. */
const WEIGHTS = { places: 3, adjectives: 2, customs: 1, money: 1 } as const;

interface Evidence {
  /** None: words that only look as if they told one. */
  culture: CultureCue | undefined;
  weight: number;
}

const finder = createCueFinder<Evidence>([
  ...CULTURES.flatMap((culture) =>
    (['places', 'adjectives', 'customs', 'money'] as const).map(
      (kind) => [culture[kind] ?? '', { culture, weight: WEIGHTS[kind] }] as const,
    ),
  ),
  [NO_CULTURE, { culture: undefined, weight: 0 }],
]);

/**
 * Culture and locale. The brief's language decides where nothing else does, and only for languages
 * of one country; a brief in English says nothing by being in English.
 */
export function readCulture(
  said: SaidText,
  language: LanguageCue | undefined,
  filters: BriefFilters,
): Pick<Findings, 'culture' | 'locale'> {
  const filtered = readFilteredCulture(filters);
  const found = chooseCulture(findSaid(finder, said)) ?? readHome(language);
  const culture = filtered?.culture ?? (filtered ? undefined : found);
  const locale = filters.locale ?? (culture ? makeLocale(culture, language) : undefined);
  const ownLanguage = language && language.tag !== 'en' ? language : undefined;
  return {
    culture: filters.culture
      ? { value: filters.culture, reason: FILTER }
      : culture && { value: culture.cue.name, reason: culture.reason },
    locale: filters.locale
      ? { value: filters.locale, reason: FILTER }
      : locale && culture
        ? { value: locale, reason: culture.reason }
        : ownLanguage && { value: ownLanguage.tag, reason: nameLanguage(ownLanguage) },
  };
}

const FILTER: Reason = { from: 'filter' };

interface ChosenCulture {
  cue: CultureCue;
  reason: Reason;
}

/** A culture that the caller names, or whose region is in the locale that the caller names. */
function readFilteredCulture({
  culture,
  locale,
}: BriefFilters): { culture: ChosenCulture | undefined } | undefined {
  if (culture === undefined && locale === undefined) return undefined;
  const region = locale === undefined ? undefined : findRegion(locale);
  const cue = CULTURES.find((each) =>
    culture === undefined
      ? region !== undefined && each.region === region
      : each.name.toLowerCase() === culture.toLowerCase(),
  );
  if (!cue && culture === undefined && region === undefined) return undefined;
  return { culture: cue && { cue, reason: FILTER } };
}

function findRegion(locale: string): string | undefined {
  try {
    return new Intl.Locale(locale).region;
  } catch {
    return undefined;
  }
}

/** The strongest kind of cue wins; then what is named most often, then what is named first. */
function chooseCulture(found: readonly FoundCue<Evidence>[]): ChosenCulture | undefined {
  const counts = new Map<CultureCue | undefined, number>();
  const count = ({ culture }: Evidence) => counts.get(culture) ?? 0;
  for (const { means } of found) counts.set(means.culture, count(means) + 1);
  const [best] = found.toSorted(
    (a, b) => b.means.weight - a.means.weight || count(b.means) - count(a.means),
  );
  return (
    best?.means.culture && { cue: best.means.culture, reason: { from: 'brief', cue: best.cue } }
  );
}

/** The country where nearly all who write a language live. */
function readHome(language: LanguageCue | undefined): ChosenCulture | undefined {
  const cue = language?.home && CULTURES.find(({ region }) => region === language.home);
  return cue && language ? { cue, reason: nameLanguage(language) } : undefined;
}

const nameLanguage = ({ name }: LanguageCue): Reason => ({ from: 'language', language: name });

/** The brief's own language if it is spoken there, else the country's first. */
function makeLocale(
  { cue: { region, languages = [] }, reason }: ChosenCulture,
  language: LanguageCue | undefined,
): string | undefined {
  if (!region) return undefined;
  if (reason.from === 'language') return language?.tag;
  const spoken = languages.find((each) => each === (language?.tag ?? 'en')) ?? languages[0];
  return spoken && `${spoken}-${region}`;
}
