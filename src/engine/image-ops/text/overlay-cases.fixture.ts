import { encodePng } from '../../images/png.ts';

/** What is drawn both in Node and in a browser, to compare. */
export const OVERLAY_CASES = {
  fonts: {
    blocks: [
      { text: 'Inter, quite light', weight: 300, size: 26, position: 'top-left' },
      { text: 'Newsreader', font: 'serif', weight: 700, size: 34, position: 'top-right' },
      {
        text: 'Oswald, capitals',
        font: 'condensed',
        uppercase: true,
        size: 30,
        position: 'left',
      },
      { text: 'Caveat', font: 'handwriting', weight: 700, size: 38, position: 'right' },
      { text: 'Zażółć gęślą jaźń – Ελληνικά, Привет', weight: 900, size: 22, position: 'bottom' },
    ],
  },
  'right-to-left': {
    blocks: [
      { text: 'مرحبا بكم في Triptych، أهلا 2026!', weight: 700, size: 30, position: 'top-right' },
      { text: 'שלום (עולם) in English.', size: 28, position: 'left' },
      {
        text: 'In English: السلام عليكم ورحمة الله',
        weight: 300,
        size: 24,
        position: 'bottom-right',
      },
    ],
  },
  'east-asian': {
    blocks: [
      {
        text: '春の庭園へようこそ。美しい花々を「お楽しみ」ください。',
        width: 210,
        size: 24,
        position: 'left',
      },
      { text: '欢迎来到花园', weight: 900, size: 34, position: 'top-right' },
      { text: '정원에 오신 것을 환영합니다', weight: 300, size: 22, position: 'bottom-right' },
    ],
  },
  'marks-and-emoji': {
    blocks: [
      { text: 'आपका स्वागत है क्षत्रिय', size: 32, position: 'top' },
      { text: '👨‍👩‍👧‍👦 🎉 ❤️ 👍🏽 🇵🇹 1️⃣ Party!', size: 36, position: 'center' },
      { text: 'e\u0301 n\u0303 Vie\u0302\u0323t → ★', size: 28, position: 'bottom' },
    ],
  },
  effects: {
    blocks: [
      { text: 'Outlined', weight: 900, size: 48, position: 'top-left', outline: {} },
      {
        text: 'Hollow',
        weight: 900,
        size: 48,
        position: 'top-right',
        color: 'transparent',
        outline: { color: '#fff', width: 1 },
      },
      {
        text: 'In a box\nof two lines',
        size: 22,
        position: 'left',
        background: { color: '#c8102e' },
      },
      { text: 'Turned', font: 'serif', size: 40, position: 'right', rotation: -20, shadow: {} },
      {
        text: 'Faint and spaced',
        size: 22,
        position: 'bottom-left',
        letterSpacing: 0.2,
        opacity: 0.6,
        shade: 'none',
      },
      { text: 'Shade', size: 30, position: 'bottom-right', shade: 'always' },
    ],
  },
  fitted: {
    text: 'The largest letters that fit into the whole picture, in lines of about the same length',
    font: 'condensed',
    weight: 700,
    size: 'fit',
  },
} as const;

/** A smooth picture that is lighter on the right. */
export function paintBackdrop(width = 480, height = 270): Promise<Uint8Array<ArrayBuffer>> {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.set([30 + (140 * x) / width, 60 + (90 * y) / height, 120, 255], 4 * (y * width + x));
  return encodePng({ width, height, data });
}
