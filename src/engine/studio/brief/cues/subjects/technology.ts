import type { SubjectCue } from '../subject-cue.ts';

export const TECHNOLOGY: readonly SubjectCue[] = [
  {
    words: `science, scientific, physics, quantum*, chemistry, laborator*, research, engineering, *wissenschaft*, *physik*, *chemie, *labor, *forschung, ingenieur*, science et, physique quantique,
      laboratoire*, recherche*, ciencia*, física*, laboratorio*, investigación, ciência*, pesquisa, scienza, fisica, ricerca, wetenschap*, natuurkunde, onderzoek, nauka, nauk*, fizyk*, badani*,
      bilim*, fizik*, araştırma*, наук*, научн*, физик*, лаборатор*, исследовани*, علوم, مختبر, فيزياء, विज्ञान, प्रयोगशाला, 科学*, 物理*, 研究*, 実験*, 实验*, 과학*, 물리*, 연구*, 실험*,
      vetenskap*, fysik*, forskning*, επιστήμ*, φυσική, khoa học, ilmu pengetahuan`,
    noun: 'a laboratory',
    stickers: ['test tube', 'microscope', 'telescope'],
  },
  {
    words: `app, apps, mobile app*, de:*app, appli, applis, application mobile, aplicación, aplicaciones, aplicativo*, aplikacj*, uygulama*,
      приложени*, تطبيق, ऐप, アプリ, 应用, 应用程序, 앱, εφαρμογή, ứng dụng, aplikasi`,
    noun: 'an app on a phone',
    stickers: ['phone', 'check mark', 'bar chart'],
  },
  {
    words: `software, saas, de:*software, logiciel*, programma's, oprogramowani*, yazılım*, программ*, софт, برامج, برمجيات, सॉफ्टवेयर,
      ソフトウェア, ソフト, 软件, 소프트웨어, programvara, λογισμικ*, phần mềm, perangkat lunak`,
    noun: 'software on a screen',
    stickers: ['computer', 'gear', 'bar chart'],
  },
  {
    words: `laptop*, computer, computers, pc, keyboard*, de:*computer, de:*rechner, notebook, ordinateur*, ordenador*, computadora*, portátil*,
      computador*, komputer*, bilgisayar*, компьютер*, ноутбук*, حاسوب, كمبيوتر, लैपटॉप, कंप्यूटर, パソコン, ノートパソコン, コンピューター,
      电脑, 笔记本电脑, 컴퓨터, 노트북, sv:dator*, υπολογιστ*, máy tính, komputer`,
    noun: 'a laptop on a desk',
    stickers: ['laptop', 'keyboard', 'computer mouse'],
  },
  {
    words: `smartphone*, mobile phone*, iphone*, de:*handy, de:*smartphone, téléphone*, teléfono*, es:móvil, celular*, telemóvel, telefono*,
      telefoon*, telefon*, смартфон*, телефон*, هاتف, मोबाइल, फ़ोन, スマホ, スマートフォン, 携帯, 手机, 스마트폰, 휴대폰, sv:mobil, κινητό, điện thoại, ponsel`,
    noun: 'a smartphone',
    stickers: ['phone', 'battery', 'credit card'],
  },
  {
    words: `robot*, roboter*, drone*, drohne*, pl:dron, pl:drony, робот*, дрон*, روبوت, रोबोट, ロボット, ドローン, 机器人, 無人機, 无人机, 로봇, 드론, ρομπότ`,
    noun: 'a robot',
    stickers: ['robot', 'gear', 'battery'],
  },
  {
    words: `en:ai, artificial intelligence, machine learning, chatbot*, de:ki, künstliche intelligenz, intelligence artificielle, fr:ia, inteligencia artificial,
      inteligência artificial, intelligenza artificiale, kunstmatige intelligentie, sztucznej inteligencji, sztuczna inteligencja, yapay zeka,
      искусственный интеллект, нейросет*, ذكاء اصطناعي, الذكاء الاصطناعي, कृत्रिम बुद्धिमत्ता, 人工知能, 人工智能, 인공지능,
      τεχνητή νοημοσύνη, trí tuệ nhân tạo, kecerdasan buatan`,
    noun: 'glowing circuits',
    stickers: ['robot', 'brain', 'light bulb'],
  },
  {
    words: `data center*, data centre*, server, servers, cloud hosting, cloud computing, cybersecurity, cyber security, network security,
      rechenzentrum, rechenzentren, serverraum, cybersicherheit, centre de données, cybersécurité, centro de datos, ciberseguridad, centro de dados,
      cibersegurança, sicurezza informatica, datacenter*, cyberbezpieczeńst*, siber güvenlik, кибербезопасност*, сервер*, أمن سيبراني, 数据中心,
      网络安全, データセンター, サイバー*, 데이터 센터, 사이버 보안`,
    noun: 'servers in a data centre',
    stickers: ['computer', 'lock', 'shield'],
    weight: 3,
  },
  {
    words: `technology, tech, digital, startup*, start-up*, innovation, electronic*, gadget*, de:*technik, *technologie, digitalisierung, elektronik*,
      technologie*, numérique*, électronique*, tecnología*, electrónic*, tecnologia*, eletrônic*, eletrónic*, elettronic*, technolog*, elektroni*,
      teknoloji*, технолог*, электроник*, стартап*, تقنية, تكنولوجيا, إلكترونيات, प्रौद्योगिकी, तकनीक, 技術, テクノロジー, 電子, スタートアップ,
      科技, 技术, 电子, 기술, 전자, 스타트업, sv:teknik, τεχνολογ*, công nghệ, teknologi`,
    noun: 'modern technology',
    stickers: ['laptop', 'light bulb', 'rocket'],
  },
  {
    words: `coding, programming, programmer*, en:code, *programmierung, programmieren, programmation, programación, programação, programmazione,
      programowani*, kodlama, программирован*, برمجة, कोडिंग, プログラミング, 编程, 코딩, 프로그래밍, programmering, προγραμματισμ*, lập trình`,
    noun: 'code on a screen',
    stickers: ['laptop', 'computer', 'nerd face'],
  },
  {
    words: `video game*, gaming, esports, en:console, videospiel*, jeu vidéo, jeux vidéo, videojuego*, videogame*, videogioch*, gry wideo, pl:gier,
      oyun konsol*, видеоигр*, игров*, ألعاب الفيديو, वीडियो गेम, ゲーム, 游戏, 게임, tv-spel, βιντεοπαιχνίδι*`,
    noun: 'a game controller',
    stickers: ['gamepad', 'television', 'trophy'],
  },
];
