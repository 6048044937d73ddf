import { expect, it } from 'vitest';
import { loadNormalizer } from './normalizer.ts';
import { sayAloud } from './say-aloud.fixture.ts';

it.each([
  [
    'de',
    'Das kostet 1.000,50 € und 1 km.',
    'Das kostet eintausend Euro und fünfzig Cent und ein Kilometer.',
  ],
  [
    'de',
    '-5 °C, 25 % und 100 $',
    'minus fünf Grad Celsius, fünfundzwanzig Prozent und einhundert US-Dollar.',
  ],
  ['de', 'um −7, 10-20 Personen', 'um minus sieben, zehn zwanzig Personen.'],
  [
    'de',
    "1'000 und 1\u202f000 und 12 500 und 007",
    'eintausend und eintausend und zwölftausendfünfhundert und null null sieben.',
  ],
  [
    'fr',
    '1 234 567 habitants et 3,5 km',
    'un million deux cent trente-quatre mille cinq cent soixante-sept habitants et trois virgule cinq kilomètres.',
  ],
  [
    'fr',
    '1\u202f000,50 € et 25\u00a0%',
    'mille euros et cinquante centimes et vingt-cinq pour cent.',
  ],
  ['fr', "1 l'eau, 5 h", "un l'eau, cinq heures."],
  [
    'es',
    '50 €, 1 €, 12,50 €, $20',
    'cincuenta euros, un euro, doce euros con cincuenta céntimos, veinte dólares estadounidenses.',
  ],
  ['es', '5 km/h y 1.000.000', 'cinco kilómetros por hora y un millón.'],
  ['pt', 'R$ 50 e 2,5 km', 'cinquenta reais brasileiros e dois vírgula cinco quilómetros.'],
  ['ko', '5 km/h, 25%, -3.5', '시속 오킬로미터, 이십오 퍼센트, 마이너스 삼 점 오.'],
  ['hi', '१२३ 1,50,000 5%', 'एक सौ तेईस एक लाख पचास हज़ार पाँच प्रतिशत.'],
  [
    'ru',
    '25 % и 3,5 км/ч, 21 ₽',
    'двадцать пять процентов и три запятая пять километра в час, двадцать один российский рубль.',
  ],
  ['pl', '12,50 zł i 5 km', 'dwanaście złotych pięćdziesiąt groszy i pięć kilometrów.'],
  ['nl', '1.234 en 25%', 'twaalfhonderd vierendertig en vijfentwintig procent.'],
  ['vi', '25% và 3', 'hai mươi lăm phần trăm và ba.'],
  ['tr', '1 km ve 7', 'bir kilometre ve yedi.'],
  ['it', '1.234,5 e 1 €', 'milleduecentotrentaquattro virgola cinque e un euro.'],
])('reads figures in %s: %j', async (language, text, spoken) => {
  expect(sayAloud(text, await loadNormalizer(language, false))).toBe(spoken);
});
