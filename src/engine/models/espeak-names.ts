/**
 * eSpeak NG's names of languages, where they are not those of Piper's voices: older names, and
 * varieties that Piper's makers chose.
 */
const ESPEAK_NAMES: Readonly<Record<string, string>> = {
  'en-gb': 'en-gb-x-rp',
  'es-ar': 'es-419',
  'es-mx': 'es-419',
  'fr-fr': 'fr',
  no: 'nb',
  zh: 'cmn',
};

/** Varieties that eSpeak NG tells apart. */
const VARIETIES = ['en-us', 'en-gb-x-rp', 'es-419', 'pt-br'];

/**
 * eSpeak NG's name for a language, as a voice's settings or its key have it.
 *
 * @example
 * espeakNameOf('de-DE'); // → 'de'
 * espeakNameOf('es-mx'); // → 'es-419'
 */
export function espeakNameOf(language: string): string {
  const tag = language.toLowerCase().replace('_', '-');
  const [base = ''] = tag.split('-');
  const named = ESPEAK_NAMES[tag] ?? tag;
  return VARIETIES.includes(named) ? named : (ESPEAK_NAMES[base] ?? base);
}
