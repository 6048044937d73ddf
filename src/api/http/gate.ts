import type { FoundRoute } from './find-route.ts';
import type { RequestTrace } from './request-trace.ts';

/** A request as far as it is known before any route reads it. */
export interface GateCall {
  /** Missing where there is none of its path. */
  route: FoundRoute | undefined;
  trace: RequestTrace;
  maxBodyBytes: number;
}

/** A request that may be answered. */
export interface Admission {
  /** The same request, perhaps with its body read and restored. */
  request: Request;
  /** That the answer carries, also if it is an error. */
  headers: Readonly<Record<string, string>>;
}

/** Says who may ask for what, before any route or other server hears of it. */
export interface Gate {
  /** Throws `key_not_valid`, `scope_missing` and `rate_limit_exceeded`. */
  admit(request: Request, call: GateCall): Promise<Admission>;
}
