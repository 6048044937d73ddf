import { currentRequestId } from '../log/request-id.ts';
import type { LogFacts } from '../log/log.ts';

/** Before what an engine says on purpose; all else that is printed is some library's. */
const MARK = 'triptych:';

/** Says a sentence in the log of the process that started this one, for the request that runs. */
export function sayInProcess(sentence: string): void {
  const said = { sentence, requestId: currentRequestId() };
  process.stderr.write(`${MARK}${JSON.stringify(said)}\n`);
}

/** What a process has printed, as it is to be logged. */
export function readPrinted(line: string, engine: string): [sentence: string, facts: LogFacts] {
  if (!line.startsWith(MARK)) return [line, { engine }];
  const { sentence, requestId } = JSON.parse(line.slice(MARK.length)) as {
    sentence: string;
    requestId?: string;
  };
  return [sentence, { engine, ...(requestId && { requestId }) }];
}
