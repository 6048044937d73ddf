import { describe, expect, it } from 'vitest';
import { createMaskDrawing } from './mask-drawing.ts';

const count = (data: Uint8ClampedArray) => data.filter((value) => value === 255).length;

describe('createMaskDrawing', () => {
  it('paints a gapless line within the picture', () => {
    const drawing = createMaskDrawing(40, 20);
    drawing.begin();
    drawing.stroke({ x: -5, y: 10 }, { x: 60, y: 10 }, 3, false);
    for (let x = 0; x < 40; x++) expect(drawing.mask.data[10 * 40 + x], `x ${x}`).toBe(255);
    expect(drawing.mask.data[16 * 40 + 20]).toBe(0);
    expect(drawing.mask.data).toHaveLength(800);
  });

  it('paints a round dot of the given radius', () => {
    const drawing = createMaskDrawing(41, 41);
    drawing.stroke({ x: 20, y: 20 }, { x: 20, y: 20 }, 10, false);
    expect(count(drawing.mask.data)).toBeGreaterThan(300);
    expect(count(drawing.mask.data)).toBeLessThan(330);
  });

  it('erases, inverts and undoes it all, step by step', () => {
    const drawing = createMaskDrawing(10, 10);
    drawing.begin();
    drawing.stroke({ x: 5, y: 5 }, { x: 5, y: 5 }, 2, false);
    const painted = count(drawing.mask.data);
    drawing.invert();
    expect(count(drawing.mask.data)).toBe(100 - painted);
    drawing.begin();
    drawing.stroke({ x: 0, y: 0 }, { x: 9, y: 9 }, 20, true);
    expect(drawing.isEmpty()).toBe(true);
    drawing.undo();
    drawing.undo();
    expect(count(drawing.mask.data)).toBe(painted);
    drawing.redo();
    expect(count(drawing.mask.data)).toBe(100 - painted);
    drawing.undo();
    drawing.undo();
    expect([drawing.isEmpty(), drawing.canUndo, drawing.canRedo]).toEqual([true, false, true]);
  });

  it('leaves the original mask unchanged', () => {
    const start = createMaskDrawing(4, 4).mask;
    const drawing = createMaskDrawing(4, 4, start);
    drawing.invert();
    expect(count(start.data)).toBe(0);
    expect(count(drawing.mask.data)).toBe(16);
  });
});
