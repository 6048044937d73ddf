import type { createTailwindMerge } from 'tailwind-merge';

type MergeConfig = ReturnType<Parameters<typeof createTailwindMerge>[0]>;

const anything = () => true;

/** Groups whose classes are the group's name and a value: `h` has `h-8` and `h-auto`. */
function byPrefix(prefixes: string) {
  return Object.fromEntries(prefixes.split(' ').map((name) => [name, [{ [name]: [anything] }]]));
}

const WIDTHS = ['', '0', '2'];
const FONT_SIZES = ['xs', 'sm', 'base', 'lg', 'xl', '2xl', '3xl', '4xl', '5xl'];

/**
 * Which of Tailwind's classes contradict each other: those that this program uses, since the whole
 * table is a twentieth of the first page. class-names.test.ts compares the two.
 */
export const CLASS_GROUPS: MergeConfig = {
  cacheSize: 500,
  theme: {},
  classGroups: {
    ...byPrefix('h w size min-h min-w max-h max-w basis z order opacity cursor animate leading'),
    ...byPrefix('p px py pt pb pl pr m mx my mt mb ml mr gap gap-x gap-y tracking duration'),
    ...byPrefix('inset inset-x inset-y top right bottom left grid-cols grid-rows underline-offset'),
    ...byPrefix('line-clamp translate translate-x bg object list pointer-events'),
    display: 'block inline inline-flex flex grid contents hidden table'.split(' '),
    position: ['fixed', 'absolute', 'relative', 'sticky'],
    visibility: ['visible', 'invisible'],
    'screen-reader': ['sr-only', 'not-sr-only'],
    flex: [{ flex: ['1', 'none'] }],
    'flex-direction': [{ flex: ['row', 'col', 'col-reverse'] }],
    'flex-wrap': [{ flex: ['wrap', 'nowrap'] }],
    grow: ['grow'],
    shrink: [{ shrink: ['', '0'] }],
    'align-items': [{ items: [anything] }],
    'align-self': [{ self: [anything] }],
    'align-content': [{ content: ['start', 'stretch'] }],
    'justify-content': [{ justify: ['start', 'center', 'end', 'between'] }],
    'col-start-end': [{ col: [{ span: [anything] }] }],
    overflow: [{ overflow: ['auto', 'hidden'] }],
    'overflow-x': [{ 'overflow-x': [anything] }],
    'overflow-y': [{ 'overflow-y': [anything] }],
    whitespace: [{ whitespace: [anything] }],
    break: [{ break: ['words', 'all'] }],
    'text-overflow': ['truncate'],
    'font-family': [{ font: ['sans', 'mono', 'display'] }],
    'font-weight': [{ font: ['normal', 'medium'] }],
    'font-size': [{ text: [...FONT_SIZES, (value: string) => /^\[[\d.]+rem\]$/.test(value)] }],
    'text-alignment': [{ text: ['left', 'center', 'right'] }],
    'text-wrap': [{ text: ['balance'] }],
    'text-color': [{ text: [anything] }],
    'border-w': [{ border: WIDTHS }],
    'border-w-y': [{ 'border-y': WIDTHS }],
    'border-w-t': [{ 'border-t': WIDTHS }],
    'border-w-r': [{ 'border-r': WIDTHS }],
    'border-w-b': [{ 'border-b': WIDTHS }],
    'border-w-l': [{ 'border-l': WIDTHS }],
    'border-style': [{ border: ['dashed'] }],
    'border-color': [{ border: [anything] }],
    rounded: [{ rounded: ['', 'sm', 'md', 'xl', '2xl', 'full', 'control'] }],
    'rounded-br': [{ 'rounded-br': [anything] }],
    shadow: [{ shadow: ['sm', (value: string) => value.startsWith('[')] }],
    'ring-w': [{ ring: ['2'] }],
    'ring-color': [{ ring: ['accent'] }],
    transition: [{ transition: [anything] }],
    select: [{ select: [anything] }],
    touch: [{ touch: ['none'] }],
    'touch-y': [{ touch: ['pan-y'] }],
  },
  conflictingClassGroups: {
    size: ['w', 'h'],
    flex: ['basis', 'grow', 'shrink'],
    overflow: ['overflow-x', 'overflow-y'],
    inset: ['inset-x', 'inset-y', 'top', 'right', 'bottom', 'left'],
    'inset-x': ['right', 'left'],
    'inset-y': ['top', 'bottom'],
    gap: ['gap-x', 'gap-y'],
    p: ['px', 'py', 'pt', 'pb', 'pl', 'pr'],
    px: ['pl', 'pr'],
    py: ['pt', 'pb'],
    m: ['mx', 'my', 'mt', 'mb', 'ml', 'mr'],
    mx: ['ml', 'mr'],
    my: ['mt', 'mb'],
    'font-size': ['leading'],
    'line-clamp': ['display', 'overflow'],
    rounded: ['rounded-br'],
    'border-w': ['border-w-y', 'border-w-t', 'border-w-r', 'border-w-b', 'border-w-l'],
    'border-w-y': ['border-w-t', 'border-w-b'],
    translate: ['translate-x'],
    touch: ['touch-y'],
    'touch-y': ['touch'],
  },
  conflictingClassGroupModifiers: { 'font-size': ['leading'] },
  postfixLookupClassGroups: [],
  orderSensitiveModifiers: ['before', 'after'],
};
