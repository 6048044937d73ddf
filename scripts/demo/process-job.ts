import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { EngineError } from '../../src/engine/errors.ts';
import type { OperationRequest } from '../../src/engine/image-ops/image-ops-engine.ts';
import type { DemoOptions, JobResult } from './jobs.ts';
import { unwrap, type PageResult } from './page-error.ts';
import type { StudioSession } from './studio-session.ts';

/** `process FILE…`: operations on pictures, one after the other. */
export async function runProcessJob(
  session: StudioSession,
  files: readonly string[],
  options: DemoOptions,
): Promise<JobResult> {
  if (files.length === 0)
    throw new Error(
      'The process job needs a picture: npm run -s demo -- process photo.jpg --op optimize',
    );
  if (files.length > 1 && options.out !== undefined)
    throw new Error('--out names one file. Leave it out to process several into out/.');
  const operations = await readOperations(options);
  const made: object[] = [];
  for (const file of files) {
    const bytes = await readFile(file, 'base64');
    const processed = unwrap(await processInPage(session, bytes, operations));
    for (const { data, type, extension, ...facts } of processed) {
      const path = options.out ?? join('out', `${basename(file, extname(file))}.${extension}`);
      await writeFile(path, Buffer.from(data, 'base64'));
      made.push({ file: path, ...facts, type });
    }
  }
  return { files: made };
}

/** One operation with its options, or a recipe. */
async function readOperations({ op, options, recipe }: DemoOptions): Promise<OperationRequest[]> {
  if (recipe !== undefined)
    return parse(await readFile(recipe, 'utf8'), '--recipe') as OperationRequest[];
  const given = options === undefined ? {} : { options: parse(options, '--options') };
  return op === undefined ? [] : [{ op, ...given }];
}

function parse(json: string, flag: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Error(`${flag} is not valid JSON.`);
  }
}

interface Processed {
  /** Base64. */
  data: string;
  type: string;
  extension: string;
  width: number;
  height: number;
  bytes: number;
}

function processInPage(
  { page }: StudioSession,
  data: string,
  operations: readonly OperationRequest[],
): Promise<PageResult<Processed[]>> {
  return page.evaluate(
    async ([base64, asked]) => {
      const file = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
      const value: Processed[] = [];
      try {
        for await (const event of globalThis.triptych.imageOps.process(
          { file, operations: asked },
          new AbortController().signal,
        ))
          if (event.type === 'finish')
            for (const made of event.files) {
              const data = await new Promise<string>((resolve) => {
                const reader = new FileReader();
                reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
                reader.readAsDataURL(made.file);
              });
              const { extension, width, height, file: blob } = made;
              value.push({ data, type: blob.type, extension, width, height, bytes: blob.size });
            }
        return { value };
      } catch (thrown) {
        const { code, message, details } = thrown as EngineError;
        return { failure: { code, message, details } };
      }
    },
    [data, operations] as const,
  );
}
