import { listElements } from './parse-xml.ts';

/** The levels of headings, 1 to 9, by the ids of their styles. */
export type HeadingStyles = ReadonlyMap<string, number>;

interface Style {
  level?: number;
  basedOn?: string;
}

/** Styles that are based on each other in a circle end here. */
const MOST_STEPS = 20;

/**
 * Which styles of a Word document (`styles.xml`) are headings. Ids are in the language of whoever
 * wrote it, "berschrift1" or "Titre1"; names and outline levels are not, and are inherited.
 */
export function readHeadingStyles(xml: string): HeadingStyles {
  const styles = new Map<string, Style>();
  let style: Style = {};
  for (const { name, attributes } of listElements(xml)) {
    const value = attributes.val ?? '';
    if (name === 'style') styles.set(attributes.styleid ?? '', (style = {}));
    if (name === 'basedon') style.basedOn = value;
    const [, named] = /^heading ([1-9])$/i.exec(name === 'name' ? value : '') ?? [];
    if (named) style.level ??= Number(named);
    if (name === 'outlinelvl' && /^[0-8]$/.test(value)) style.level = Number(value) + 1;
  }
  const levels = new Map<string, number>();
  for (const id of styles.keys()) {
    const level = findLevel(id, styles);
    if (level !== undefined) levels.set(id, level);
  }
  return levels;
}

function findLevel(id: string, styles: ReadonlyMap<string, Style>): number | undefined {
  let next: string | undefined = id;
  for (let steps = 0; next !== undefined && steps < MOST_STEPS; steps++) {
    const style: Style | undefined = styles.get(next);
    if (style?.level !== undefined) return style.level;
    next = style?.basedOn;
  }
  return undefined;
}
