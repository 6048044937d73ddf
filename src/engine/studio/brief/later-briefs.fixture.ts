import type { ReadingExample } from './tuned-briefs.fixture.ts';

/**
 * Written when the tables were finished, and read once: how well they do on what they have not
 * seen. No cue was added because of one of these.
 */
export const LATER_BRIEFS: readonly ReadingExample[] = [
  {
    brief: 'Thumbnail for a video about sourdough starters, playful',
    expected: { category: 'food', mood: 'cheerful' },
  },
  {
    brief: 'Website hero for an accounting firm in Toronto, trustworthy',
    expected: {
      category: 'other',
      culture: 'Canada',
      locale: 'en-CA',
      mood: 'serious',
      aspect: 'landscape',
    },
  },
  {
    brief: 'A knitted scarf on a mannequin, soft colours, online shop',
    expected: { category: 'product' },
  },
  {
    brief: 'Northern lights over a cabin, book cover, mysterious',
    expected: { category: 'nature', mood: 'mysterious', aspect: 'portrait' },
  },
  {
    brief: 'Grandpa teaching a boy to fish, watercolor, nostalgic',
    expected: { category: 'people', mood: 'nostalgic', style: 'illustrated' },
  },
  {
    brief: 'Low-poly wallpaper in green, 1920x1080',
    expected: { category: 'abstract', style: 'illustrated', aspect: 'landscape' },
  },
  {
    brief: 'Stellenanzeige für Pflegekräfte, freundlich, quadratisch',
    expected: { category: 'people', locale: 'de', mood: 'cheerful' },
  },
  {
    brief: 'Reihenhaus mit Garten in Leipzig zu verkaufen',
    expected: { category: 'property', culture: 'Germany', locale: 'de-DE' },
  },
  {
    brief: 'Packungsdesign für Kräutertee, edel',
    expected: { category: 'food', locale: 'de', mood: 'elegant' },
  },
  {
    brief: 'Couverture Facebook pour un camping en Ardèche, familial',
    expected: { category: 'travel', locale: 'fr', aspect: 'landscape' },
  },
  {
    brief: 'Dessin d’un dragon qui lit un livre, pour les enfants',
    expected: {
      category: 'other',
      locale: 'fr',
      audience: 'children',
      style: 'illustrated',
    },
  },
  {
    brief: 'Cabecera para una tienda de plantas en Valencia, tranquila',
    expected: {
      category: 'product',
      culture: 'Spain',
      locale: 'es-ES',
      mood: 'calm',
      aspect: 'landscape',
    },
  },
  {
    brief: 'Post para anunciar vaga de estágio em programação',
    expected: { category: 'technology', locale: 'pt' },
  },
  {
    brief: 'Copertina di un libro giallo ambientato a Torino, cupa',
    expected: { category: 'product', culture: 'Italy', locale: 'it-IT', aspect: 'portrait' },
  },
  {
    brief: 'Zaproszenie na ślub w stylu rustykalnym',
    expected: { category: 'event', culture: 'Poland', locale: 'pl' },
  },
  {
    brief: 'Kedi maması ambalajı için fotoğraf',
    expected: { category: 'product', culture: 'Türkiye', locale: 'tr' },
  },
  {
    brief: 'Обложка для подкаста о космосе, квадрат, загадочно',
    expected: { category: 'nature', locale: 'ru', mood: 'mysterious' },
  },
  {
    brief: 'إعلان شقة للإيجار في دبي بإطلالة بحرية فاخرة',
    expected: {
      category: 'property',
      culture: 'United Arab Emirates',
      locale: 'ar-AE',
      mood: 'elegant',
    },
  },
  {
    brief: '七五三の記念写真、神社の前で笑う家族',
    expected: { category: 'people', culture: 'Japan', locale: 'ja' },
  },
  {
    brief: '儿童编程课程宣传图，活泼可爱',
    expected: { category: 'technology', locale: 'zh', audience: 'children', mood: 'cheerful' },
  },
  {
    brief: '강남역 근처 치과 개원 안내 포스터',
    expected: { category: 'people', culture: 'South Korea', locale: 'ko-KR', aspect: 'portrait' },
  },
  {
    brief: 'ताज महल की यात्रा के लिए विज्ञापन, परिवारों के लिए',
    expected: { category: 'travel', culture: 'India', locale: 'hi-IN', audience: 'families' },
  },
];
