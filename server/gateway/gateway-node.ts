import { EngineError } from '../../src/engine/errors.ts';
import type { UpstreamAddress } from '../upstreams/upstream-address.ts';
import type { UpstreamModel, UpstreamReport } from '../upstreams/upstream-report.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';

/** An upstream with what is known of how it is. */
export interface GatewayNode {
  readonly address: UpstreamAddress;
  /** As last told; kept while it does not answer, so that its models are known to be away. */
  readonly models: readonly UpstreamModel[];
  readonly isUp: boolean;
  /** Whether requests may be sent: up, and not failing one after the other. */
  readonly isOpen: boolean;
  /** Whether it failed several times in a row and is left alone for a while. */
  readonly isTripped: boolean;
  /** Requests sent from here that are not answered yet. */
  readonly running: number;
  /** The smaller, the sooner it is asked. */
  readonly load: NodeLoad;
  readonly last: Readonly<NodeHistory>;
  /** Asks it how it is. Never rejects. */
  probe(): Promise<void>;
  /** A request is sent; the result says how it went, and of a failure why in a sentence. */
  begin(): (outcome: Outcome, why?: string) => void;
}

/** `left`: by the client, before the end. */
export type Outcome = 'answered' | 'failed' | 'left';

/** What a node did last. */
export interface NodeHistory {
  /** How long the last probe that was answered took. */
  latencyMs?: number;
  /** What went wrong, also if it works again; `at` in milliseconds since 1970. */
  error?: { at: number; message: string };
}

/** What decides between nodes that have the same model. */
export interface NodeLoad {
  queueDepth: number;
  /** 0 to 1; 1 where it is not told. */
  freeMemory: number;
  /** Failures of the last minute. */
  errors: number;
}

const ERRORS_COUNT_FOR_MS = 60_000;
/** How long one probe may take. */
const PROBE_MS = 6000;

type Probe = (address: UpstreamAddress, signal: AbortSignal) => Promise<UpstreamReport>;

/** `onChange` is told in a sentence when it goes away or comes back. */
export function createGatewayNode(
  address: UpstreamAddress,
  probe: Probe,
  onChange: (sentence: string) => void,
): GatewayNode {
  const breaker = createCircuitBreaker();
  let report: UpstreamReport = { models: [] };
  let isUp = false;
  let wasProbed = false;
  let running = 0;
  const last: NodeHistory = {};
  const failures = createRecentCount(ERRORS_COUNT_FOR_MS);

  function turn(up: boolean, sentence: string): void {
    if (up !== isUp || !wasProbed) onChange(sentence);
    isUp = up;
    wasProbed = true;
  }
  function noteError(message: string): void {
    last.error = { at: Date.now(), message };
  }
  return {
    address,
    last,
    get models() {
      return report.models;
    },
    get isUp() {
      return isUp;
    },
    get isOpen() {
      return isUp && breaker.state !== 'open';
    },
    get isTripped() {
      return breaker.state === 'open';
    },
    get running() {
      return running;
    },
    get load() {
      const { queueDepth = 0, freeMemory = 1 } = report;
      return { queueDepth: Math.max(running, queueDepth), freeMemory, errors: failures.count() };
    },
    async probe() {
      const begin = performance.now();
      try {
        report = await probe(address, AbortSignal.timeout(PROBE_MS));
        last.latencyMs = performance.now() - begin;
        // What answers this may still fail at its work, unless it was just started.
        if (!isUp) breaker.succeed();
        turn(true, `${address.name} is there, with ${countModels(report)}.`);
      } catch (thrown) {
        const { message } = EngineError.from(thrown);
        noteError(message);
        turn(false, `${address.name} is away: ${message}`);
      }
    },
    begin() {
      running += 1;
      return (outcome, why = 'A request failed.') => {
        running -= 1;
        if (outcome === 'answered') breaker.succeed();
        if (outcome !== 'failed') return;
        breaker.fail();
        failures.add();
        noteError(why);
      };
    },
  };
}

/** Counts what happened within the last `forMs` milliseconds. */
function createRecentCount(forMs: number): { add(): void; count(): number } {
  let times: number[] = [];
  return {
    add: () => void times.push(performance.now()),
    count() {
      times = times.filter((at) => performance.now() - at < forMs);
      return times.length;
    },
  };
}

function countModels({ models: { length } }: UpstreamReport): string {
  return length === 1 ? 'one model' : `${length} models`;
}
