import { decodeHTMLStrict } from 'entities/decode';

/**
 * With its semicolon, and perhaps escaped twice; without one only the few that people leave it off.
 */
const ENTITY =
  /&(?:amp;)*(?:#x[\da-f]{1,6}|#\d{1,7}|[a-z][a-z\d]{1,31});|&(?:nbsp|amp|lt|gt|quot)(?![\w;=])/gi;

/**
 * Puts the character of each entity of HTML in its place and fills up with `filler`, so that the
 * length stays. Anything else stays.
 */
export function decodeEntities(text: string, filler: string): string {
  return text.replace(ENTITY, (entity) => {
    const decoded = decode(entity.endsWith(';') ? entity : `${entity};`);
    return decoded === undefined
      ? entity
      : decoded.padEnd(entity.length, filler).slice(0, entity.length);
  });
}

function decode(entity: string): string | undefined {
  const single = entity.replace(/&(?:amp;)+(?=[^;]+;)/gi, '&');
  const decoded = decodeHTMLStrict(single);
  if (decoded !== single) return decoded;
  // "&amp;foo;" is "&foo;".
  return single === entity ? undefined : single;
}
