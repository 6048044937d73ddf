import type { CueWords } from '../match-cues.ts';

/** How an illustration is made, by what a prompt calls it. */
export const MEDIUM_WORDS: Readonly<Record<string, CueWords>> = {
  'Watercolour painting': `watercolor*, watercolour*, *aquarell*, aquarelle*, acuarela*, aquarela*, acquerell*, aquarel*, akwarel*,
    suluboya*, акварел*, ألوان مائية, जलरंग, 水彩*, 수채화*, akvarell*, ακουαρέλα*, màu nước`,
  'Pencil drawing': `pencil drawing, pencil sketch, sketch*, *bleistiftzeichnung*, skizze*, croquis, dessin au crayon, dibujo a lápiz,
    boceto*, desenho a lápis, schizzo, disegno a matita, potloodtekening, szkic*, эскиз*, карандаш*, スケッチ, 素描, 스케치*`,
  Cartoon: `cartoon*, zeichentrick*, dessin animé, dibujo animado, dibujos animados, caricatura*, desenho animado, cartone animato,
    tekenfilm*, kreskówk*, çizgi film*, карикатур*, мульт*, كرتون*, कार्टून, アニメ*, 卡通, 만화, tecknad*, καρτούν, hoạt hình, kartun`,
  'Comic drawing': `comic*, manga, bande dessinée, fr:bd, cómic*, quadrinhos, fumett*, stripverhaal, komiks*, çizgi roman*, комикс*, 漫画*`,
  'Ink wash painting': `ink wash, sumi-e, tuschezeichnung*, lavis, 水墨*, 수묵화*`,
  'Pixel art': `pixel art, pixel-art, pixelart, пиксель*, ピクセルアート, ドット絵, 像素*, 픽셀 아트`,
  'Isometric illustration': `isometric*, isometrisch*, isométrique*, isométric*, isometric*, izometr*, изометр*, アイソメトリック, 等距, 아이소메트릭`,
  'Oil painting': `oil painting*, *ölgemälde, peinture à l'huile, pintura al óleo, pintura a óleo, dipinto a olio, olieverf*, obraz olejny,
    yağlı boya, масл*, 油絵, 油画, 유화`,
  'Flat vector illustration': `vector, flat design, vektor*, vectoriel*, vectorial*, вектор*, ベクター, フラットデザイン, 矢量, 扁平, 벡터`,
};
