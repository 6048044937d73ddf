import type { BrowserDevice } from '../../src/engine/device.ts';
import { openPeer, PEER_THREADS } from '../open-peer.ts';
import type { PictureRunner } from './picture-runner.ts';

/** The plain loop in a browser of its own. */
export async function openPlainRunner(device: BrowserDevice): Promise<PictureRunner> {
  const peer = await openPeer('plainLoop');
  await peer.call('load', device, PEER_THREADS);
  return { draw: (order) => peer.call('draw', order), close: peer.close };
}
