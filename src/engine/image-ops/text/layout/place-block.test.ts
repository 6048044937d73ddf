import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { POSITIONS } from '../../pixels/positions.ts';
import { blockOptions } from '../block-options.ts';
import { coverTurned, findArea, placeInArea, turnSize } from './place-block.ts';

const picture = { width: 400, height: 200 };
const block = { width: 100, height: 40 };

const place = (options: object) => {
  const { left, top } = placeInArea(
    findArea(picture, z.parse(blockOptions, { text: 'a', ...options })),
    block,
  );
  return [left, top];
};

it('puts a block at each of nine places, within margins of a twentieth', () => {
  expect(POSITIONS.map((position) => place({ position }))).toEqual([
    [10, 10],
    [150, 10],
    [290, 10],
    [10, 80],
    [150, 80],
    [290, 80],
    [10, 150],
    [150, 150],
    [290, 150],
  ]);
  expect(place({})).toEqual([150, 150]);
});

it('keeps the margins that are asked for', () => {
  expect(place({ position: 'bottom-right', margin: 0 })).toEqual([300, 160]);
  const margins = { bottom: 50, left: 100 };
  expect(place({ position: 'bottom-left', margins })).toEqual([100, 110]);
  expect(place({ position: 'bottom', margin: 0, margins })).toEqual([200, 110]);
});

it('puts a block where it is told to', () => {
  expect(place({ x: 7, y: 0 })).toEqual([7, 0]);
});

it('knows what a turned rectangle takes', () => {
  const turned = turnSize(block, Math.PI / 2);
  expect([turned.width, turned.height].map(Math.round)).toEqual([40, 100]);
  expect(Math.round(turnSize({ width: 10, height: 10 }, Math.PI / 4).width)).toBe(14);
});

it('covers only what lies on the picture', () => {
  const box = { left: 350, top: -20, ...block };
  expect(coverTurned(box, 0, 5, picture)).toEqual({ left: 345, top: 0, width: 55, height: 25 });
  expect(coverTurned({ ...box, left: 500 }, 0, 5, picture)).toBeUndefined();
});
