import { decodeHTML } from 'entities';

/** Cues further on are not looked for: a brief says first what it is about. */
const MOST_CHARACTERS = 20_000;

/**
 * The words of a brief: without markup, control characters and pictures in data URLs, on few lines.
 *
 * @example
 * plainBrief('<p class="x">Tea &amp; cake</p><script>alert(1)</script>'); // → 'Tea & cake'
 */
export function plainBrief(brief: string): string {
  const text = brief.slice(0, MOST_CHARACTERS);
  const plain = /<\/?[a-z!][^<>]*>/i.test(text) ? decodeHTML(withoutTags(text)) : text;
  return plain
    .replace(/data:[\w/+.-]+;base64,[\w+/=]+/g, ' ')
    .replace(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

function withoutTags(text: string): string {
  return text
    .replace(/<(script|style)\b[^<>]*>[^]*?<\/\1\s*>/gi, ' ')
    .replace(/<!--[^]*?-->/g, ' ')
    .replace(/<\/?(?:p|div|br|li|ul|ol|h\d|tr|table|section)\b[^<>]*>/gi, '\n')
    .replace(/<\/?[a-z!][^<>]*>/gi, '');
}
