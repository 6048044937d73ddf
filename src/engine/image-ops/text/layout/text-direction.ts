export type TextDirection = 'ltr' | 'rtl';

const STRONG = /[\p{L}\u200e\u200f\u061c]/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\u200f\u061c]/u;

/**
 * Direction of a paragraph: that of its first letter (rules P2 and P3 of Unicode's bidirectional
 * algorithm).
 *
 * @example
 * findDirection('1. שלום world'); // → 'rtl'
 */
export function findDirection(paragraph: string): TextDirection {
  const [first] = STRONG.exec(paragraph) ?? [];
  return first !== undefined && RIGHT_TO_LEFT.test(first) ? 'rtl' : 'ltr';
}
