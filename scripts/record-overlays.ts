/** Records what Node draws, with which the tests compare: npx tsx scripts/record-overlays.ts */
import { writeFile } from 'node:fs/promises';
import { processOne } from '../src/engine/image-ops/test-pictures.fixture.ts';
import {
  OVERLAY_CASES,
  paintBackdrop,
} from '../src/engine/image-ops/text/overlay-cases.fixture.ts';

const FOLDER = 'src/engine/image-ops/goldens/overlay';

for (const [name, options] of Object.entries(OVERLAY_CASES)) {
  const { file } = await processOne(await paintBackdrop(), [{ op: 'overlay', options }]);
  await writeFile(`${FOLDER}/${name}.png`, new Uint8Array(await file.arrayBuffer()));
}
// The threads of libvips would keep the process.
process.exit(0);
