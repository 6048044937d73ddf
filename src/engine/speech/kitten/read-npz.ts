import { readZip } from '../../files/read-zip.ts';

/** An array of NumPy: float32, the last dimension the fastest. */
export interface NumberArray {
  dims: readonly number[];
  values: Float32Array<ArrayBuffer>;
}

const MAGIC = [0x93, ...Array.from('NUMPY', (letter) => letter.charCodeAt(0))];

/** A thousand times what a voice takes. */
const MAX_BYTES = 2 ** 28;

/**
 * The arrays of a NumPy file of several (`.npz`: a zip of `.npy`), by name; others than float32 in C
 * order are left out (numpy.lib.format). Throws `invalid_request` where there is no zip, or it is
 * damaged.
 */
export async function readNpz(file: Blob): Promise<Map<string, NumberArray>> {
  const arrays = new Map<string, NumberArray>();
  for (const [name, entry] of await readZip(file)) {
    if (!name.endsWith('.npy') || entry.sizeBytes > MAX_BYTES) continue;
    const bytes = new Uint8Array(await (await entry.read()).arrayBuffer());
    const array = readNpy(bytes);
    if (array) arrays.set(name.slice(0, -'.npy'.length), array);
  }
  return arrays;
}

function readNpy(bytes: Uint8Array<ArrayBuffer>): NumberArray | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || MAGIC.some((byte, index) => bytes[index] !== byte)) return undefined;
  const isFirstVersion = bytes[6] === 1;
  const headerStart = isFirstVersion ? 10 : 12;
  const start = headerStart + (isFirstVersion ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = new TextDecoder('latin1').decode(bytes.subarray(headerStart, start));
  const [, shape] = /'shape': \(([\d, ]*)\)/.exec(header) ?? [];
  if (!header.includes("'<f4'") || !header.includes("'fortran_order': False") || !shape)
    return undefined;
  const dims = shape
    .split(',')
    .filter((dim) => dim.trim() !== '')
    .map(Number);
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (bytes.length - start !== count * 4) return undefined;
  return { dims, values: new Float32Array(bytes.slice(start).buffer) };
}
