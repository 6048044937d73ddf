import { z } from '@hono/zod-openapi';

/** Bytes as they are. */
export const binarySchema = z.any().openapi({ type: 'string', format: 'binary' });

/** A file of a form. */
export const fileSchema = z
  .custom<Blob>((value) => value instanceof Blob, 'expected a file')
  .openapi({ type: 'string', format: 'binary' });
