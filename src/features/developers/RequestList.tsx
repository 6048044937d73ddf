import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { isRunning, type LoggedRequest, type RequestLog } from './request-log.ts';

/** What was asked, the newest first, while it happens. */
export function RequestList({ log }: { log: RequestLog }) {
  const { requests, clear } = useStore(log);
  if (requests.length === 0)
    return (
      <p className="text-sm text-soft">
        None yet. Run an example: its request appears here, with its time and tokens.
      </p>
    );
  return (
    <div className="flex flex-col items-start gap-3">
      <RequestLines requests={requests} />
      <Button size="small" onClick={clear}>
        Clear list
      </Button>
    </div>
  );
}

/** Requests of any log, in the order in which they come. */
export function RequestLines({ requests }: { requests: readonly LoggedRequest[] }) {
  return (
    <ul
      // What scrolls can be scrolled by keys.
      tabIndex={0}
      aria-label="Requests"
      className="max-h-96 w-full divide-y overflow-y-auto border-y"
    >
      {requests.map((request) => (
        <li key={request.id} className="flex flex-col gap-0.5 py-2">
          <Line request={request} />
        </li>
      ))}
    </ul>
  );
}

function Line({ request }: { request: LoggedRequest }) {
  const { method, path, status, error, startedAt } = request;
  const isBad = error !== undefined || (status ?? 0) >= 400;
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3">
        <span
          className={`w-16 shrink-0 text-xs font-medium ${isBad ? 'text-danger' : 'text-accent'}`}
        >
          {isRunning(request) ? 'Running' : nameOutcome(request)}
        </span>
        <code className="min-w-0 font-mono text-[0.8125rem] break-all">
          <span className="text-faint">{method}</span> {path}
        </code>
        <time dateTime={new Date(startedAt).toISOString()} className="ml-auto text-xs text-faint">
          {new Date(startedAt).toLocaleTimeString('en-GB')}
        </time>
      </div>
      <p className="text-xs text-soft sm:pl-19">{listFacts(request).join(' · ')}</p>
      {error && error.code !== 'aborted' && (
        <p className="text-xs text-danger sm:pl-19">
          {error.message} <code className="font-mono select-all">{error.code}</code>
        </p>
      )}
    </>
  );
}

function nameOutcome({ status, error, isStopped }: LoggedRequest): string {
  if (isStopped || error?.code === 'aborted') return 'Stopped';
  return status === undefined ? 'Failed' : String(status);
}

function listFacts(request: LoggedRequest): string[] {
  const { model, node, key, site, firstByteMs, ms, promptTokens, completionTokens } = request;
  return [
    model ?? '',
    firstByteMs === undefined ? '' : `first byte after ${formatMs(firstByteMs)}`,
    ms === undefined ? '' : `${formatMs(ms)} in all`,
    completionTokens === undefined ? '' : `${completionTokens} tokens`,
    promptTokens === undefined ? '' : `${promptTokens} in the prompt`,
    node === undefined ? '' : `on ${node}`,
    key === undefined ? '' : `for the key ${key}`,
    site === undefined ? '' : `for ${site}`,
  ].filter(Boolean);
}

function formatMs(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
