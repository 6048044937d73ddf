import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { EngineError } from '../../src/engine/errors.ts';
import {
  writeDerivativesManifest,
  writeDerivativesMarkup,
} from '../../src/engine/image-ops/derivatives/describe-derivatives.ts';
import type { Findings } from '../../src/engine/image-ops/findings.ts';
import type { OperationRequest } from '../../src/engine/image-ops/image-ops-engine.ts';
import type { Box } from '../../src/engine/image-ops/pixels/box.ts';
import { bringPictures } from './bring-pictures.ts';
import type { DemoOptions, JobResult } from './jobs.ts';
import { unwrap, type PageResult } from './page-error.ts';
import type { StudioSession } from './studio-session.ts';

/** `process FILE…`: operations on pictures, one after the other. */
export async function runProcessJob(
  session: StudioSession,
  sources: readonly string[],
  options: DemoOptions,
): Promise<JobResult> {
  if (sources.length === 0)
    throw new Error(
      'The process job needs a picture: npm run -s demo -- process photo.jpg --op optimize',
    );
  if (sources.length > 1 && options.out !== undefined)
    throw new Error('--out names one file. Leave it out to process several into out/.');
  const operations = await readOperations(options);
  const files: WrittenFile[] = [];
  let findings: Findings = {};
  for (const source of sources) {
    const bytes = await readFile(source, 'base64');
    const processed = unwrap(await processInPage(session, bytes, operations));
    if (processed.files.length > 1 && options.out !== undefined)
      throw new Error('--out names one file, but several came out. Leave it out.');
    findings = processed.findings;
    const written = await writeFiles(processed, source, options.out);
    if (written.length > 1) await describeFiles(written, findings, source);
    files.push(...written);
  }
  return { files, ...findings };
}

type WrittenFile = Omit<Processed, 'data' | 'extension'> & { file: string };

/** Under the source's name, with what tells them apart. */
async function writeFiles(
  { files }: ProcessedPicture,
  source: string,
  out: string | undefined,
): Promise<WrittenFile[]> {
  const written: WrittenFile[] = [];
  for (const { data, extension, ...facts } of files) {
    const name = [basename(source, extname(source)), facts.name].filter(Boolean).join('-');
    const path = out ?? join('out', `${name}.${extension}`);
    await writeFile(path, Buffer.from(data, 'base64'));
    written.push({ file: path, ...facts });
  }
  return written;
}

/** The manifest and the markup of several files that one picture has become. */
async function describeFiles(
  written: readonly WrittenFile[],
  { focalPoint }: Findings,
  source: string,
): Promise<void> {
  const files = written.map(({ file, name = '', ...facts }) => ({
    ...facts,
    name,
    path: basename(file),
  }));
  const start = join('out', basename(source, extname(source)));
  await writeFile(`${start}.json`, writeDerivativesManifest(files, focalPoint));
  await writeFile(`${start}.html`, writeDerivativesMarkup(files));
}

/** One operation with its options, or a recipe. */
export async function readOperations({
  op,
  options,
  recipe,
}: DemoOptions): Promise<OperationRequest[]> {
  if (recipe !== undefined) {
    const operations = parse(await readFile(recipe, 'utf8'), '--recipe');
    if (!Array.isArray(operations)) throw new Error('--recipe is not a list of operations.');
    return bringPictures(operations as OperationRequest[]);
  }
  const given = options === undefined ? {} : { options: parse(options, '--options') };
  return op === undefined ? [] : bringPictures([{ op, ...given }]);
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
  name?: string | undefined;
  crop?: Box | undefined;
}

interface ProcessedPicture {
  files: Processed[];
  findings: Findings;
}

function processInPage(
  { page }: StudioSession,
  data: string,
  operations: readonly OperationRequest[],
): Promise<PageResult<ProcessedPicture>> {
  return page.evaluate(
    async ([base64, asked]) => {
      const file = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
      const value: ProcessedPicture = { files: [], findings: {} };
      try {
        for await (const event of globalThis.triptych.imageOps.process(
          { file, operations: asked },
          new AbortController().signal,
        ))
          if (event.type === 'finish') {
            value.findings = event.findings;
            for (const { file: blob, quality: _, ...facts } of event.files) {
              const data = new Uint8Array(await blob.arrayBuffer()).toBase64();
              value.files.push({ data, type: blob.type, bytes: blob.size, ...facts });
            }
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
