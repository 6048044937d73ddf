import type { Classification } from './context.ts';

/** A brief, and what a person who reads it would say; a field that is left out says nothing. */
export interface ReadingExample {
  brief: string;
  expected: Partial<Classification>;
  texts?: readonly string[];
}

/** The examples that the tables were tuned on. */
export const TUNED_BRIEFS: readonly ReadingExample[] = [
  {
    brief: 'Hero banner for a small bakery in Lisbon, warm morning light, cosy feeling',
    expected: {
      category: 'food',
      culture: 'Portugal',
      locale: 'pt-PT',
      mood: 'cosy',
      aspect: 'landscape',
    },
  },
  {
    brief: 'Product photo of our new hand cream on a marble table, elegant, for Instagram',
    expected: { category: 'product', mood: 'elegant' },
  },
  {
    brief: 'A poster for our school science fair, cartoon style, aimed at kids',
    expected: {
      category: 'event',
      audience: 'children',
      style: 'illustrated',
      aspect: 'portrait',
    },
  },
  {
    brief: 'Bake sale at the primary school on Friday',
    expected: { category: 'event' },
  },
  {
    brief: 'Clearance sale at a furniture store',
    expected: { category: 'product' },
  },
  {
    brief: 'Blog header about remote work, a laptop on a desk, for developers',
    expected: { category: 'technology', audience: 'developers', aspect: 'landscape' },
  },
  {
    brief: 'Two-bedroom apartment for rent in Manchester, bright living room, 1200x630',
    expected: {
      category: 'property',
      culture: 'United Kingdom',
      locale: 'en-GB',
      aspect: 'landscape',
    },
  },
  {
    brief: 'Foggy pine forest at dawn, mysterious, phone wallpaper',
    expected: { category: 'nature', mood: 'mysterious', aspect: 'portrait' },
  },
  {
    brief: 'Thanksgiving dinner invitation, watercolour, for the whole family',
    expected: {
      category: 'event',
      culture: 'United States',
      locale: 'en-US',
      audience: 'families',
      style: 'illustrated',
    },
  },
  {
    brief: 'Geometric gradient background in blue and purple, calm',
    expected: { category: 'abstract', mood: 'calm' },
  },
  {
    brief: 'Plakat für das Sommerfest der Freiwilligen Feuerwehr in Graz, fröhlich',
    expected: {
      category: 'event',
      culture: 'Austria',
      locale: 'de-AT',
      mood: 'cheerful',
      aspect: 'portrait',
    },
  },
  {
    brief: 'Wir brauchen ein Titelbild für unsere Landbäckerei, gemütlich und warm',
    expected: { category: 'food', locale: 'de', mood: 'cosy', aspect: 'landscape' },
  },
  {
    brief: 'Werbeanzeige für Wanderurlaub in den Schweizer Alpen, für Familien',
    expected: {
      category: 'travel',
      culture: 'Switzerland',
      locale: 'de-CH',
      audience: 'families',
    },
  },
  {
    brief: 'Affiche pour un festival de jazz à Montréal, ambiance nostalgique',
    expected: {
      category: 'event',
      culture: 'Canada',
      locale: 'fr-CA',
      mood: 'nostalgic',
      aspect: 'portrait',
    },
  },
  {
    brief: 'Une photo de fromages et de pain pour la carte d’un bistrot à Lyon',
    expected: { category: 'food', culture: 'France', locale: 'fr-FR' },
  },
  {
    brief: 'Bannière pour une appli de banque, sobre, pour les entreprises',
    expected: {
      category: 'technology',
      locale: 'fr',
      audience: 'businesses',
      mood: 'serious',
      aspect: 'landscape',
    },
  },
  {
    brief: 'Cartel para la feria del libro de Guadalajara, México, con el texto "Leer es volar"',
    expected: { category: 'event', culture: 'Mexico', locale: 'es-MX', aspect: 'portrait' },
    texts: ['Leer es volar'],
  },
  {
    brief: 'Ilustración de un perro y un gato para una clínica veterinaria',
    expected: { category: 'nature', locale: 'es', style: 'illustrated' },
  },
  {
    brief: 'Foto de una pareja paseando por la playa al atardecer, romántica',
    expected: { category: 'people', locale: 'es', mood: 'romantic' },
  },
  {
    brief: 'Banner para uma loja de surf em Florianópolis, jovem e enérgico',
    expected: {
      category: 'product',
      culture: 'Brazil',
      locale: 'pt-BR',
      mood: 'energetic',
      aspect: 'landscape',
    },
  },
  {
    brief: 'Cartaz para o mercado de Natal do Porto, com as palavras «Feliz Natal»',
    expected: { category: 'event', culture: 'Portugal', locale: 'pt-PT', aspect: 'portrait' },
    texts: ['Feliz Natal'],
  },
  {
    brief: 'Volantino per una pizzeria a Napoli, colori caldi, per famiglie',
    expected: {
      category: 'food',
      culture: 'Italy',
      locale: 'it-IT',
      audience: 'families',
      aspect: 'portrait',
    },
  },
  {
    brief: 'Foto di una casa in vendita con giardino e piscina',
    expected: { category: 'property', culture: 'Italy', locale: 'it' },
  },
  {
    brief: 'Poster voor een fietstocht langs de molens, zonder tekst',
    expected: { category: 'event', locale: 'nl', aspect: 'portrait' },
  },
  {
    brief: 'Baner na stronę internetową sklepu z ceramiką w Krakowie',
    expected: {
      category: 'product',
      culture: 'Poland',
      locale: 'pl-PL',
      aspect: 'landscape',
    },
  },
  {
    brief: 'Zdjęcie uśmiechniętej rodziny przy śniadaniu, radosny nastrój',
    expected: { category: 'people', culture: 'Poland', locale: 'pl', mood: 'cheerful' },
  },
  {
    brief: "İstanbul'da bir kahve dükkanı için afiş, sıcak ve samimi",
    expected: {
      category: 'food',
      culture: 'Türkiye',
      locale: 'tr-TR',
      mood: 'cosy',
      aspect: 'portrait',
    },
  },
  {
    brief: 'Нужен баннер для магазина игрушек, весёлый, для детей',
    expected: {
      category: 'product',
      locale: 'ru',
      audience: 'children',
      mood: 'cheerful',
      aspect: 'landscape',
    },
  },
  {
    brief: 'Фото зимнего леса под Иркутском, спокойное настроение',
    expected: { category: 'nature', culture: 'Russia', locale: 'ru-RU', mood: 'calm' },
  },
  {
    brief: 'ملصق لمهرجان التمور في الرياض بأسلوب أنيق',
    expected: {
      category: 'event',
      culture: 'Saudi Arabia',
      locale: 'ar-SA',
      mood: 'elegant',
      aspect: 'portrait',
    },
  },
  {
    brief: 'दिवाली सेल के लिए बैनर, उत्सव का माहौल, मिठाइयाँ और दीये',
    expected: {
      category: 'event',
      culture: 'India',
      locale: 'hi-IN',
      mood: 'festive',
      aspect: 'landscape',
    },
  },
  {
    brief: '京都の小さな抹茶カフェのポスター、落ち着いた雰囲気',
    expected: {
      category: 'food',
      culture: 'Japan',
      locale: 'ja-JP',
      mood: 'calm',
      aspect: 'portrait',
    },
  },
  {
    brief: '新しいヘッドホンの商品写真、白い背景、「静けさを聴く」という文字入り',
    expected: { category: 'product', culture: 'Japan', locale: 'ja' },
    texts: ['静けさを聴く'],
  },
  {
    brief: '为上海的一家咖啡馆设计一张海报，插画风格，温馨',
    expected: {
      category: 'food',
      culture: 'China',
      locale: 'zh-CN',
      mood: 'cosy',
      style: 'illustrated',
      aspect: 'portrait',
    },
  },
  {
    brief: '智能手表产品照片，黑色背景，高级感',
    expected: { category: 'product', locale: 'zh', mood: 'elegant' },
  },
  {
    brief: '서울에서 열리는 스타트업 컨퍼런스 배너',
    expected: {
      category: 'event',
      culture: 'South Korea',
      locale: 'ko-KR',
      aspect: 'landscape',
    },
  },
  {
    brief: 'Affisch för midsommarfest i Dalarna, glad stämning',
    expected: {
      category: 'event',
      culture: 'Sweden',
      locale: 'sv-SE',
      mood: 'cheerful',
      aspect: 'portrait',
    },
  },
  {
    brief: 'Τουριστική αφίσα για τη Σαντορίνη με ηλιοβασίλεμα',
    expected: { category: 'travel', culture: 'Greece', locale: 'el-GR', aspect: 'portrait' },
  },
  {
    brief: 'We need a header picture for our dental practice in Leeds, friendly and clean',
    expected: {
      category: 'people',
      culture: 'United Kingdom',
      locale: 'en-GB',
      mood: 'cheerful',
      aspect: 'landscape',
    },
  },
  {
    brief: 'pumpkin spice latte, autumn, instagram story',
    expected: { category: 'food', aspect: 'portrait' },
  },
  {
    brief: 'Cute penguin mascot for a bank for children',
    expected: { category: 'nature', audience: 'children', style: 'illustrated' },
  },
  {
    brief: 'LinkedIn banner for a law firm, serious, dark blue',
    expected: { category: 'other', mood: 'serious', aspect: 'landscape' },
  },
  {
    brief: 'Poster advertising a blood drive at the community centre in Galway',
    expected: { category: 'event', culture: 'Ireland', locale: 'en-IE', aspect: 'portrait' },
  },
  {
    brief: 'Screensaver with jellyfish, dreamy',
    expected: { category: 'nature', mood: 'romantic' },
  },
  {
    brief: 'Speisekarte für ein Steakhaus in Hamburg, rustikal',
    expected: { category: 'food', culture: 'Germany', locale: 'de-DE' },
  },
  {
    brief: 'Bild für einen Podcast über Quantenphysik, quadratisch',
    expected: { category: 'technology', locale: 'de' },
  },
  {
    brief: 'Visuel pour une campagne de don du sang, sérieux, format carré',
    expected: { category: 'people', locale: 'fr', mood: 'serious' },
  },
  {
    brief: 'Une tortue marine nageant dans un récif de corail',
    expected: { category: 'nature', locale: 'fr' },
  },
  {
    brief: 'Anuncio de una inmobiliaria en Medellín, piso moderno con terraza',
    expected: { category: 'property', culture: 'Colombia', locale: 'es-CO' },
  },
  {
    brief: 'Logotipo para una cervecería artesanal, estilo retro',
    expected: { category: 'food', locale: 'es', mood: 'nostalgic', style: 'illustrated' },
  },
  {
    brief: 'Cartaz da corrida de São Silvestre em São Paulo',
    expected: { category: 'event', culture: 'Brazil', locale: 'pt-BR', aspect: 'portrait' },
  },
  {
    brief: 'Flyer voor een rommelmarkt in Gent op zondag',
    expected: { category: 'event', culture: 'Belgium', locale: 'nl-BE', aspect: 'portrait' },
  },
  {
    brief: 'Grafika na bloga o podróżach po Norwegii',
    expected: { category: 'travel', culture: 'Norway', locale: 'nb-NO' },
  },
  {
    brief: 'Yeni parfümümüz için reklam görseli, lüks',
    expected: { category: 'product', culture: 'Türkiye', locale: 'tr', mood: 'elegant' },
  },
  {
    brief: 'Иллюстрация к сказке про лису и зайца',
    expected: { category: 'nature', locale: 'ru', style: 'illustrated' },
  },
  {
    brief: 'صورة لفنجان قهوة عربية على طاولة خشبية في جدة',
    expected: { category: 'food', culture: 'Saudi Arabia', locale: 'ar-SA' },
  },
  {
    brief: 'ऑनलाइन योग कक्षा के लिए शांत बैनर',
    expected: {
      category: 'people',
      culture: 'India',
      locale: 'hi',
      mood: 'calm',
      aspect: 'landscape',
    },
  },
  {
    brief: '大阪のたこ焼き屋のチラシ、元気な雰囲気',
    expected: {
      category: 'food',
      culture: 'Japan',
      locale: 'ja-JP',
      mood: 'energetic',
      aspect: 'portrait',
    },
  },
  {
    brief: '杭州西湖旅游宣传海报，水墨风格',
    expected: {
      category: 'travel',
      culture: 'China',
      locale: 'zh-CN',
      style: 'illustrated',
      aspect: 'portrait',
    },
  },
  {
    brief: '제주도 감귤 농장 체험 포스터, 가족을 위한',
    expected: {
      category: 'food',
      culture: 'South Korea',
      locale: 'ko-KR',
      audience: 'families',
      aspect: 'portrait',
    },
  },
  {
    brief: 'Header for a podcast about history, two hosts',
    expected: { category: 'other', aspect: 'landscape' },
  },
  {
    brief: 'Kanzlei für Familienrecht in Hamburg, seriös',
    expected: { category: 'other', culture: 'Germany', locale: 'de-DE', mood: 'serious' },
  },
];
