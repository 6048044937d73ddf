import { z } from '@hono/zod-openapi';

const MAX_LETTERS = 500;

export const searchedTextSchema = z
  .string()
  .trim()
  .min(1)
  .max(MAX_LETTERS)
  .describe('Words, each of which must occur, whole or as a part of a longer one.');
