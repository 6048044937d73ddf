import type { SubjectCue } from '../subject-cue.ts';

export const PROPERTY: readonly SubjectCue[] = [
  {
    words: `apartment*, flat for rent, flat for sale, penthouse*, en:condo*, en:loft, *wohnung*, appartement*, apartamento*, piso en*,
      departamento en*, appartament*, mieszkani*, tr:daire*, квартир*, شقة, شقق, अपार्टमेंट, फ्लैट, マンション, アパート, 公寓, 아파트,
      lägenhet*, διαμέρισμα*, căn hộ, apartemen`,
    noun: 'an apartment',
    stickers: ['door', 'couch', 'window'],
    weight: 3,
  },
  {
    words: `real estate*, estate agent*, property for*, realtor*, *immobilien*, de:makler*, immobilier*, agence immobilière, inmobiliari*,
      bienes raíces, imobiliári*, imóve*, immobiliar*, makelaar*, vastgoed*, nieruchomoś*, emlak*, gayrimenkul*, недвижимост*, риелтор*,
      риэлтор*, عقارات, عقار, रियल एस्टेट, 不動産, 房地产, 房产, 부동산, fastighet*, mäklar*, ακίνητ*, bất động sản, properti`,
    noun: 'a home',
    stickers: ['house', 'key', 'door'],
    weight: 3,
  },
  {
    words: `for rent, to let, for sale by owner, house for sale, zu vermieten, zu verkaufen, à louer, à vendre, en alquiler, se alquila,
      se vende, para alugar, aluga-se, à venda, in vendita, in affitto, affittasi, vendesi, te huur, te koop, na sprzedaż, do wynajęcia,
      na wynajem, satılık, kiralık, продаж*, продаётся, сдаётся, аренд*, للبيع, للإيجار, बिक्री के लिए, किराए, 賃貸, 分譲, 出租, 出售,
      매매, 임대, till salu, uthyres, πωλείται, ενοικιάζεται, cho thuê`,
    weight: 3,
  },
  {
    words: `house, houses, en:home, en:homes, cottage*, farmhouse*, de:*haus, de:*häuser, maison*, casa, casas, chalet*, nl:huis, nl:huizen, pl:dom, pl:domy,
      pl:domu, tr:ev, tr:evler, tr:evi, ru:дом, дома, домик*, بيت, منزل, मकान, 家, 住宅, 一戸建て, 房子, 별장, 주택, 집, sv:hus, stuga*, σπίτι*, vi:nhà, rumah`,
    noun: 'a house',
    stickers: ['house', 'tree', 'door'],
  },
  {
    words: `villa*, en:mansion*, вилл*, فيلا, विला, 別荘, 别墅, 빌라, biệt thự`,
    noun: 'a villa',
    stickers: ['house', 'palm tree', 'sun'],
    weight: 3,
  },
  {
    words: `living room*, bedroom*, kitchen*, bathroom*, interior, interior design, *wohnzimmer, *schlafzimmer, de:*küche, *badezimmer,
      salon lumineux, fr:chambre*, cuisine équipée, intérieur*, es:salón, dormitorio*, es:cocina, habitación, interiorismo, sala de estar, pt:quarto*,
      cozinha*, soggiorno, camera da letto, cucina, woonkamer*, slaapkamer*, keuken*, pl:salonu, sypialni*, kuchni*, łazienk*, wnętrz*,
      oturma odası, yatak odası, mutfak*, iç mekan, гостин*, спальн*, кухн*, интерьер*, غرفة, مطبخ, कमरा, रसोई, リビング, 寝室, キッチン,
      インテリア, 客厅, 卧室, 厨房, 室内, 거실, 침실, 주방, 인테리어, vardagsrum*, sovrum*, sv:kök, σαλόνι, κουζίνα, phòng khách`,
    noun: 'a bright room',
    stickers: ['couch', 'bed', 'window'],
  },
  {
    words: `office space*, coworking*, office building*, *bürofläche*, büroräume, bureaux, local commercial, oficinas, escritório*, uffici,
      kantoor*, biur*, ofis*, офис*, مكتب, مكاتب, कार्यालय, オフィス, 办公室, 写字楼, 사무실, kontor*, γραφεί*, văn phòng`,
    noun: 'an office',
    stickers: ['office building', 'chair', 'briefcase'],
    weight: 1,
  },
];
