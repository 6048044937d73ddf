import { createVipsLoader } from '../../src/engine/image-ops/load-vips.ts';
import { createImageOpsEngine } from '../../src/engine/image-ops/vips-image-ops-engine.ts';
import { createNodeHost } from '../node-host.ts';
import { exposeInProcess, readProcessSettings } from './expose-in-process.ts';
import { packEvent, unpackFile, type ImageOpsProcess } from './image-ops-messages.ts';
import { createThreadEncoders } from './thread-encoders.ts';

const host = createNodeHost(readProcessSettings());
const engine = createImageOpsEngine({
  loadVips: createVipsLoader(),
  connectCompute: async () => host,
  // Only when there is text.
  connectCanvas: async () => (await import('../node-canvas.ts')).createNodeCanvas(),
  encoders: createThreadEncoders(),
});

exposeInProcess<ImageOpsProcess>({
  async *process(request, signal) {
    const whole = { ...request, file: unpackFile(request.file) };
    for await (const event of engine.process(whole, signal)) yield packEvent(event);
  },
});
