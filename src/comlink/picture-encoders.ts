import './transfer-handlers.ts';
import { transfer, wrap, type Endpoint } from 'comlink';
import type { PictureEncoder, PictureEncoders } from '../engine/image-ops/encode-together.ts';
import { EngineError } from '../engine/errors.ts';
import type { WorkerLife } from './expose-engine.ts';
import { releaseSignal } from './transfer-handlers.ts';

/** A thread that offers a `PictureEncoder` by `exposeEngine`. */
export interface EncoderThread {
  endpoint: Endpoint;
  /** Called once, when it cannot go on. */
  onError(listener: () => void): void;
  end(): void;
}

/** Starts so many threads when they are first asked for. One that cannot start is not used. */
export function createPictureEncoders(count: number, start: () => EncoderThread): PictureEncoders {
  const usable: PictureEncoder[] = [];
  let isStarted = false;

  function add(): void {
    const thread = start();
    const remote = wrap<PictureEncoder & WorkerLife>(thread.endpoint);
    const ended = new Promise<never>((_, reject) => {
      thread.onError(() => {
        usable.splice(usable.indexOf(encoder), usable.includes(encoder) ? 1 : 0);
        thread.end();
        reject(new EngineError('engine_crashed', 'A thread that writes pictures has ended.'));
      });
    });
    ended.catch(() => undefined);
    const encoder: PictureEncoder = {
      async encode(picture, signal) {
        const own = AbortSignal.any([signal]);
        try {
          const sent = transfer(picture, [picture.data.buffer]);
          return await Promise.race([remote.encode(sent, own), ended]);
        } finally {
          releaseSignal(own);
        }
      },
    };
    void Promise.race([remote.whenAlive(), ended]).then(
      () => usable.push(encoder),
      () => undefined,
    );
  }
  return {
    ready() {
      if (!isStarted) for (let index = 0; index < count; index++) add();
      isStarted = true;
      return [...usable];
    },
  };
}
