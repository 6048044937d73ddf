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
  /** Asks it how it is. Never rejects. */
  probe(): Promise<void>;
  /** A request is sent; the result says how it went. */
  begin(): (outcome: 'answered' | 'failed' | 'left') => void;
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
  let failures: number[] = [];

  function turn(up: boolean, sentence: string): void {
    if (up !== isUp || !wasProbed) onChange(sentence);
    isUp = up;
    wasProbed = true;
  }
  function countErrors(): number {
    failures = failures.filter((at) => performance.now() - at < ERRORS_COUNT_FOR_MS);
    return failures.length;
  }
  return {
    address,
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
      return { queueDepth: Math.max(running, queueDepth), freeMemory, errors: countErrors() };
    },
    async probe() {
      try {
        report = await probe(address, AbortSignal.timeout(PROBE_MS));
        // What answers this may still fail at its work, unless it was just started.
        if (!isUp) breaker.succeed();
        turn(true, `${address.name} is there, with ${countModels(report)}.`);
      } catch (thrown) {
        turn(false, `${address.name} is away: ${EngineError.from(thrown).message}`);
      }
    },
    begin() {
      running += 1;
      return (outcome) => {
        running -= 1;
        if (outcome === 'answered') breaker.succeed();
        if (outcome !== 'failed') return;
        breaker.fail();
        failures.push(performance.now());
      };
    },
  };
}

function countModels({ models: { length } }: UpstreamReport): string {
  return length === 1 ? 'one model' : `${length} models`;
}
