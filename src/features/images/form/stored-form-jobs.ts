import * as z from 'zod/mini';
import type { StoredJob } from '../../../engine/studio/job-store.ts';
import { sourceSchema } from '../image-job.ts';
import { imageFormSchema, requestOfForm } from './image-form.ts';

/**
 * A drawing job as earlier versions stored it: with the form, from which the request was made only
 * when its turn came.
 */
const formTaskSchema = z.object({
  kind: z.literal('draw'),
  form: imageFormSchema,
  variation: z.exactOptional(z.unknown()),
});

/** A stored job with its request in it, whichever version stored it. */
export function withRequest(row: StoredJob): StoredJob {
  const { data } = formTaskSchema.safeParse(row['task']);
  if (!data) return row;
  const source = sourceSchema.safeParse(row['source']).data;
  const { variation } = data;
  return {
    ...row,
    task: {
      kind: 'draw',
      request: { ...requestOfForm(data.form, source), ...(variation ? { variation } : {}) },
    },
  };
}
