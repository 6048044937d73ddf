import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** The answers that a server is giving. */
export interface OpenAnswers {
  /** Whether new requests are to be refused. */
  readonly isDraining: boolean;
  /** From now on refuses; resolves when the last answer has ended, or when the time is up. */
  drain(withinMs: number): Promise<void>;
}

/** Counts from now on. */
export function watchAnswers(server: Pick<Server, 'on'>): OpenAnswers {
  const open = new Set<ServerResponse>();
  let isDraining = false;
  let onLast = () => {};
  server.on('request', (_: IncomingMessage, response: ServerResponse) => {
    open.add(response);
    response.on('close', () => {
      open.delete(response);
      if (open.size === 0) onLast();
    });
  });
  return {
    get isDraining() {
      return isDraining;
    },
    drain(withinMs) {
      isDraining = true;
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        onLast = () => {
          clearTimeout(timer);
          resolve();
        };
        if (open.size === 0) onLast();
      });
    },
  };
}
