/** A language by the words and letters that tell it from others. */
export interface LanguageCue {
  /** BCP 47. */
  tag: string;
  /** In English. */
  name: string;
  /** Frequent small words. A word that several languages share tells little and is left out. */
  words: string;
  /** Letters that few other languages of the list have. */
  letters?: string;
  /** Letters that only this language and others of its script have: they decide where words do not. */
  script?: string;
  /**
   * The country where nearly all who write it live. Languages of several countries have none: a
   * brief in Portuguese may be from Brazil, one in Arabic from anywhere between Rabat and Muscat.
   */
  home?: string;
}

/** In the order in which equal evidence is decided. */
export const LANGUAGES: readonly LanguageCue[] = [
  {
    tag: 'en',
    name: 'English',
    words: `the and for with our from this that of is are on at by an your we need my to it should
      as be will about who a in or not into`,
  },
  {
    tag: 'de',
    name: 'German',
    words: `der die das und für mit ein eine einen einem einer eines wir brauchen unser unsere ist im
      auf zum zur den dem des ohne nicht von bei über soll auch ich als aus nach vor`,
    letters: 'ßäöü',
  },
  {
    tag: 'fr',
    name: 'French',
    words: `le les des et pour une du un au aux avec dans sur notre nos est sans je nous qui que ce
      cette son sa ses d l à`,
    letters: 'œçêèû',
  },
  {
    tag: 'es',
    name: 'Spanish',
    words: `el los las y una para con por del nuestro nuestra en es un la que sin su al de como más
      texto diga necesito noche imagen cartel fiesta`,
    letters: 'ñ¿¡',
  },
  {
    tag: 'pt',
    name: 'Portuguese',
    words: `o os uma um para com do da dos das no na nos nas em e nosso nossa não ao pelo pela as de
      numa num que sem seu sua preciso noite capa imagem cartaz festa mesa`,
    letters: 'ãõ',
  },
  {
    tag: 'it',
    name: 'Italian',
    words: `il lo gli una un per con della del dei di e nella nel nostro nostra che è da al alla le
      sua suo senza delle degli dell in i`,
    letters: 'ì',
    home: 'IT',
  },
  {
    tag: 'nl',
    name: 'Dutch',
    words: `het een van voor met ons onze en de wij zonder op in naar bij zijn niet is dat we aan
      langs moet ik`,
  },
  {
    tag: 'pl',
    name: 'Polish',
    words: `na dla i w z do się jest nasz nasza nasze przy bez oraz od po ze pod nad potrzebuję`,
    letters: 'łąęśźżćń',
    home: 'PL',
  },
  {
    tag: 'tr',
    name: 'Turkish',
    words: `için ve bir ile bu da de olan gibi bizim tarzında üzerinde olarak`,
    letters: 'ğışİöüç',
    home: 'TR',
  },
  {
    tag: 'sv',
    name: 'Swedish',
    words: `för och en ett med vår på till av som är i från det den utan`,
    letters: 'åäö',
    home: 'SE',
  },
  {
    tag: 'vi',
    name: 'Vietnamese',
    words: `cho của và một với ở trong có là những các cà phê`,
    letters: 'ảạấầẩẫậắằẵặẻẽẹếềểễệỉịỏọốồổỗộớờởỡợủụứừửữựỷỹỵđơư',
    home: 'VN',
  },
  {
    tag: 'id',
    name: 'Indonesian',
    words: `untuk dan dengan yang di dari kami sebuah ini pada tanpa adalah`,
    home: 'ID',
  },
  {
    tag: 'ru',
    name: 'Russian',
    words: `для и в на с из по под о от за нужен нужна без наш наша`,
    script: 'ыэъё',
  },
  {
    tag: 'uk',
    name: 'Ukrainian',
    words: `для та і в на з із до від потрібен без наш`,
    script: 'іїєґ',
    home: 'UA',
  },
  { tag: 'ar', name: 'Arabic', words: `في من على مع إلى عن` },
  { tag: 'fa', name: 'Persian', words: `برای از در با به و یک`, script: 'پچژگی', home: 'IR' },
  { tag: 'hi', name: 'Hindi', words: `के लिए में की का और एक है से`, home: 'IN' },
  { tag: 'bn', name: 'Bengali', words: `জন্য একটি এবং` },
  { tag: 'ta', name: 'Tamil', words: `ஒரு மற்றும்` },
  { tag: 'he', name: 'Hebrew', words: `של עם על את`, home: 'IL' },
  { tag: 'el', name: 'Greek', words: `για το τη την της με και ένα μια στο στη`, home: 'GR' },
  { tag: 'th', name: 'Thai', words: `สำหรับ และ ที่`, home: 'TH' },
  { tag: 'ja', name: 'Japanese', words: `の を に は が で`, home: 'JP' },
  { tag: 'ko', name: 'Korean', words: `위한 있는 에서`, home: 'KR' },
  { tag: 'zh', name: 'Chinese', words: `的 为 在 和 一张` },
];

/** Scripts that are read one way whatever the words; of several languages, the first by default. */
export const SCRIPTS: readonly { script: RegExp; tags: readonly string[] }[] = [
  { script: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, tags: ['ja'] },
  { script: /\p{Script=Hangul}/u, tags: ['ko'] },
  { script: /\p{Script=Han}/u, tags: ['zh'] },
  { script: /\p{Script=Cyrillic}/u, tags: ['ru', 'uk'] },
  { script: /\p{Script=Arabic}/u, tags: ['ar', 'fa'] },
  { script: /\p{Script=Devanagari}/u, tags: ['hi'] },
  { script: /\p{Script=Bengali}/u, tags: ['bn'] },
  { script: /\p{Script=Tamil}/u, tags: ['ta'] },
  { script: /\p{Script=Hebrew}/u, tags: ['he'] },
  { script: /\p{Script=Greek}/u, tags: ['el'] },
  { script: /\p{Script=Thai}/u, tags: ['th'] },
];
