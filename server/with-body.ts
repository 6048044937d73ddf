/** A request whose body was read, as if it had not been. */
export function withBody(request: Request, body: Uint8Array<ArrayBuffer>): Request {
  const { url, method, headers } = request;
  // In Node, a request's signal is dead once the request itself is collected as garbage.
  const own = new AbortController();
  request.signal.addEventListener('abort', () => own.abort(request.signal.reason), { once: true });
  return new Request(url, { method, headers, body, signal: own.signal });
}
