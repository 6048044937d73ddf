import { Parser } from 'htmlparser2';

export interface XmlElement {
  /** Without its prefix, in lower case. */
  name: string;
  attributes: Readonly<Record<string, string>>;
}

/**
 * The elements of an XML file in order, without their nesting: enough for the tables that books are
 * described by. It forgives what a strict parser refuses: lines before the declaration, entities of
 * HTML, tags that are not closed.
 */
export function listElements(xml: string): XmlElement[] {
  const elements: XmlElement[] = [];
  const parser = new Parser(
    {
      onopentag: (name, attributes) =>
        elements.push({
          name: localName(name),
          attributes: Object.fromEntries(
            Object.entries(attributes).map(([key, value]) => [localName(key), value]),
          ),
        }),
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return elements;
}

/** "opf:item" is "item". */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase();
