import { pino, type DestinationStream } from 'pino';
import { currentRequestId } from './request-id.ts';

export const LOG_FORMATS = ['pretty', 'json', 'silent'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** What a program may want to know besides the sentence. Never bodies, keys or headers. */
export type LogFacts = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
> & { level?: 'info' | 'warn' | 'error' };

/** Takes a sentence for people, with facts for programs. */
export type Log = (sentence: string, facts?: LogFacts) => void;

/**
 * Writes to stderr at once, so that nothing is lost when the process ends: a line of JSON for each
 * sentence, or the sentences. What belongs to a request has its id.
 */
export function createLog(format: LogFormat, write: DestinationStream = toStderr): Log {
  if (format === 'silent') return () => undefined;
  const log = pino(
    {
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    format === 'json' ? write : { write: (line) => write.write(`${writeForPeople(line)}\n`) },
  );
  return (sentence, { level = 'info', ...facts } = {}) =>
    log[level]({ requestId: currentRequestId(), ...facts }, sentence);
}

const toStderr: DestinationStream = { write: (line) => void process.stderr.write(line) };

function writeForPeople(line: string): string {
  const { message, level, requestId } = JSON.parse(line) as {
    message: string;
    level: string;
    requestId?: string;
  };
  // Where something went wrong, the id is what a client can name.
  return level === 'info' || requestId === undefined ? message : `${message} [${requestId}]`;
}
