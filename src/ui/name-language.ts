const names = new Intl.DisplayNames(['en'], { type: 'language' });

/** "en-gb" is "British English". */
export function nameLanguage(tag: string): string {
  const [base = '', region] = tag.split('-');
  const known = base === 'cmn' ? 'zh' : base;
  return names.of(region ? `${known}-${region.toUpperCase()}` : known) ?? tag;
}
