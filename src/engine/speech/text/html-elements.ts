const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Elements that end a paragraph where they begin and end. */
export const PARAGRAPH_ELEMENTS = words(
  'address article aside blockquote br caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main ol option p pre section summary table tbody tfoot thead tr ul',
);

/** Elements within a line, which are tags wherever they stand alone. */
export const INLINE_ELEMENTS = words(
  'a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark nobr q rp rt ruby s samp small span strike strong sub sup tt u td th',
);

/**
 * Elements whose names are words, too: only tags where they have attributes or are closed somewhere
 * in the text.
 */
export const CLOSING_ELEMENTS = words(
  'audio base body button canvas data datalist dialog head html iframe input label link map math menu meta meter nav noscript object output picture progress search select slot source svg template textarea time title var video',
);

/** Without an end. */
export const VOID_ELEMENTS = words('area br col embed hr img wbr');

const BOOLEAN_ATTRIBUTES = words(
  'allowfullscreen async autofocus autoplay checked controls default defer disabled download hidden inert ismap itemscope loop multiple muted nomodule novalidate open playsinline readonly required reversed selected',
);

/** Whether all of it is attributes: named, with values but for those that have none. */
export function isAttributeList(text: string): boolean {
  const names = text
    .replace(/\/\s*$/, '')
    .replace(/[\w:@.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)/g, ' ')
    .split(/\s+/)
    .filter(Boolean);
  return names.every((name) => BOOLEAN_ATTRIBUTES.has(name.toLowerCase()));
}
