import type { SubjectCue } from '../subject-cue.ts';

export const ABSTRACT: readonly SubjectCue[] = [
  {
    words: `abstract*, *abstrakt*, abstrait*, abstracto*, abstracta*, abstrato*, abstrata*, astratt*, abstrac*, tr:soyut, абстракт*, تجريدي*, مجرد, अमूर्त,
      抽象, 抽象的, アブストラクト, 추상*, αφηρημέν*, trừu tượng`,
    noun: 'abstract shapes',
    stickers: ['sparkles', 'crystal ball', 'disco ball'],
    weight: 3,
  },
  {
    words: `gradient*, geometric*, *farbverlauf*, de:*verlauf, geometrisch*, dégradé*, géométrique*, degradado*, geométric*, degradê, gradiente*, sfumatura*, geometric*,
      kleurverloop, verloop, geometrycz*, geometrik*, градиент*, геометр*, تدرج, هندسي*, ज्यामितीय, グラデーション, 幾何学*, 渐变, 几何, 그라데이션, 기하학*, γεωμετρικ*`,
    noun: 'geometric shapes in smooth gradients',
    stickers: ['diamond', 'puzzle piece', 'dice'],
    weight: 3,
  },
  {
    words: `pattern, patterns, texture*, seamless, en:shapes, swirl*, de:*muster, de:*textur, de:*formen, fr:motif*, tourbillon*, es:patrón, patrones, textura*, es:formas, remolino*, padrão,
      padrões, it:trama, texture, fr:forme, patroon, patronen, nl:vormen, wzór, wzory, tekstur*, kształt*, tr:desen*, tr:doku, узор*, текстур*, ru:форм*, نمط, زخرف*, पैटर्न, 模様, パターン,
      テクスチャ, 图案, 纹理, 무늬, 패턴, 질감, mönster, μοτίβο, σχήματα, họa tiết, id:pola`,
    noun: 'a pattern',
    stickers: ['sparkles', 'puzzle piece', 'palette'],
  },
];
