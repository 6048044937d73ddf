import { expect, it } from 'vitest';
import { EngineError } from '../../engine/errors.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import { findDrawing } from './find-drawing.ts';
import { EMPTY_FORM, requestOfForm } from './form/image-form.ts';
import type { ImageJob } from './image-job.ts';
import { FIRST_REPORT, toQueueState } from './queue/image-run.ts';

const request = requestOfForm(EMPTY_FORM);
const job = (id: string): ImageJob => ({
  id,
  order: 1,
  model: 'm',
  task: { kind: 'draw', request },
});
const IDLE = toQueueState({
  running: null,
  report: FIRST_REPORT,
  waiting: [],
  isPaused: false,
  isHeld: false,
  failures: [],
  stopped: [],
});
const running = { ...IDLE, run: { status: 'drawing', job: job('now'), progress: null } as const };

it('finds a request queued, running, failed, and its picture', () => {
  const picture = { id: 'p', jobId: 'mine' } as StoredPicture;
  expect(findDrawing('mine', running, [picture])).toEqual({ status: 'done', picture });
  expect(findDrawing('now', running, [])).toMatchObject({
    status: 'running',
    run: { status: 'drawing' },
  });
  const queue = [job('other'), job('mine')];
  expect(findDrawing('mine', { ...running, queue }, [])).toEqual({
    status: 'waiting',
    before: 2,
    isPaused: false,
  });
  expect(findDrawing('mine', { ...IDLE, queue, isPaused: true }, [])).toMatchObject({
    before: 1,
    isPaused: true,
  });
  const error = new EngineError('out_of_memory', 'no');
  expect(findDrawing('mine', { ...IDLE, failures: [{ job: job('mine'), error }] }, [])).toEqual({
    status: 'failed',
    error,
  });
});

it('considers none gone before the pictures are read', () => {
  expect(findDrawing('mine', IDLE, null)).toEqual({ status: 'unknown' });
  expect(findDrawing('mine', IDLE, [{ id: 'p' } as StoredPicture])).toEqual({ status: 'gone' });
});
