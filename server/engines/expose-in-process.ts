import { Socket } from 'node:net';
import { exposeEngine } from '../../src/comlink/expose-engine.ts';
import type { ModelFolders } from '../installed-models.ts';
import { connectPorts, SOCKET_FD } from './process-ports.ts';

/** Offers an engine to the process that started this one, and ends with it. */
export function exposeInProcess<T extends object>(engine: T): void {
  const socket = new Socket({ fd: SOCKET_FD, readable: true, writable: true });
  socket.on('close', () => process.exit());
  socket.on('error', () => process.exit(1));
  exposeEngine(engine, Promise.resolve(), connectPorts(socket, 'child'));
}

/** What the parent has said at the start. */
export function readProcessSettings(): ModelFolders {
  return JSON.parse(process.argv[2] ?? '{}') as ModelFolders;
}
