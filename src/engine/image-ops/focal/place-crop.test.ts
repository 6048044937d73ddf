import { describe, expect, it } from 'vitest';
import type { PictureSize } from '../../images/picture-size.ts';
import type { Box } from '../pixels/box.ts';
import { subjectOfPoint, type Subject } from './find-subject.ts';
import { placeCrop } from './place-crop.ts';

const face = (left: number, top: number, width: number, height = width): Box => ({
  left,
  top,
  width,
  height,
});

/** Faces without room around them, which is for `findSubject` to give. */
function facesAt(picture: PictureSize, ...cores: Box[]): Subject {
  const [first] = cores;
  const focalPoint = {
    x: ((first?.left ?? 0) + (first?.width ?? 0) / 2) / picture.width,
    y: ((first?.top ?? 0) + (first?.height ?? 0) / 2) / picture.height,
    method: 'face',
  } as const;
  return { focalPoint, parts: cores.map((core) => ({ core, whole: core })) };
}

const contains = (outer: Box, inner: Box) =>
  outer.left <= inner.left &&
  outer.top <= inner.top &&
  outer.left + outer.width >= inner.left + inner.width &&
  outer.top + outer.height >= inner.top + inner.height;

const overlaps = (a: Box, b: Box) =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height;

describe('a crop', () => {
  const wide = { width: 1000, height: 400 };

  it('is the largest of its shape, around the point', () => {
    const middle = placeCrop(wide, { width: 30, height: 30 }, subjectOfPoint({ x: 0.5, y: 0.5 }));
    expect(middle).toEqual({ left: 300, top: 0, width: 400, height: 400 });
    const edge = placeCrop(wide, { width: 30, height: 30 }, subjectOfPoint({ x: 1, y: 0 }));
    expect(edge).toEqual({ left: 600, top: 0, width: 400, height: 400 });
    const same = placeCrop(wide, { width: 500, height: 200 }, subjectOfPoint({ x: 0.9, y: 0.9 }));
    expect(same).toEqual({ left: 0, top: 0, ...wide });
  });

  it('keeps several faces together where they fit', () => {
    const faces = [face(100, 100, 120), face(420, 150, 60)];
    const crop = placeCrop(wide, { width: 1, height: 1 }, facesAt(wide, ...faces));
    for (const each of faces) expect(contains(crop, each)).toBe(true);
  });

  it('keeps the largest where not all fit, and cuts none of the others if it can', () => {
    const faces = [face(100, 100, 120), face(480, 150, 60), face(900, 100, 80)];
    const crop = placeCrop(wide, { width: 1, height: 1 }, facesAt(wide, ...faces));
    expect(contains(crop, faces[0] as Box)).toBe(true);
    for (const each of faces.slice(1))
      expect(contains(crop, each) || !overlaps(crop, each), JSON.stringify(crop)).toBe(true);
  });

  it('gives a face its room above where there is some, and none where there is not', () => {
    const tall = { width: 400, height: 1000 };
    const core = face(150, 400, 100);
    const whole = { left: 140, top: 340, width: 120, height: 180 };
    const subject = { ...facesAt(tall, core), parts: [{ core, whole }] };
    expect(contains(placeCrop(tall, { width: 400, height: 200 }, subject), whole)).toBe(true);
    const narrow = placeCrop(tall, { width: 400, height: 120 }, subject);
    expect(contains(narrow, core)).toBe(true);
  });

  it('lies in the middle of a face that is too large for it', () => {
    const crop = placeCrop(wide, { width: 1000, height: 100 }, facesAt(wide, face(300, 100, 200)));
    expect(Math.abs(crop.top + crop.height / 2 - 200)).toBeLessThan(10);
  });

  it('never cuts the largest face that fits, wherever faces are', () => {
    let seed = 7;
    const random = (most: number) => {
      seed = (seed * 16807) % 2147483647;
      return seed % most;
    };
    for (let round = 0; round < 2000; round++) {
      const picture = { width: 50 + random(2000), height: 50 + random(2000) };
      const wanted = { width: 1 + random(2000), height: 1 + random(2000) };
      const faces = Array.from({ length: 1 + random(5) }, () => {
        const side = 1 + random(Math.min(picture.width, picture.height) / 2);
        return face(random(picture.width - side), random(picture.height - side), side);
      }).sort((a, b) => b.width - a.width);
      const crop = placeCrop(picture, wanted, facesAt(picture, ...faces));
      const where = JSON.stringify({ picture, wanted, faces, crop });
      expect(contains({ left: 0, top: 0, ...picture }, crop), where).toBe(true);
      expect(crop.width === picture.width || crop.height === picture.height, where).toBe(true);
      const [largest] = faces as [Box];
      if (largest.width <= crop.width && largest.height <= crop.height)
        expect(contains(crop, largest), where).toBe(true);
    }
  });
});
