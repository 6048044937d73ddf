import type { RequestTrace } from './request-trace.ts';

/** Has some requests answered by other servers. */
export interface Forwarder {
  /**
   * The answer of another server; or the request, perhaps with its body read and restored, which is
   * to be answered here. Whoever answers elsewhere ends the trace. Throws what routes throw.
   */
  forward(
    request: Request,
    call: { trace: RequestTrace; maxBodyBytes: number },
  ): Promise<Response | Request>;
}
