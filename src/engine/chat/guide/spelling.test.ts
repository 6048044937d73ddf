import { expect, it } from 'vitest';
import { createSpelling } from './spelling.ts';

const counts = new Map(
  Object.entries({ speak: 9, speed: 2, temperature: 3, picture: 20, download: 8, gallery: 4 }),
);
const correct = createSpelling(counts, (word) => word === 'spear');

it.each([
  ['speek', 'speak'],
  ['temprature', 'temperature'],
  ['tempreture', 'temperature'],
  ['pitcure', 'picture'],
  ['dowlnoad', 'download'],
  ['galery', 'gallery'],
])('corrects a typo: %s', (word, right) => {
  expect(correct(word)).toBe(right);
});

it.each([
  'spear',
  'speak',
  'cat',
  'xylophone',
  'picturesque',
  '',
  '日本語です',
  'a'.repeat(10_000),
])('leaves %j unchanged', (word) => {
  expect(correct(word)).toBe(word);
});
