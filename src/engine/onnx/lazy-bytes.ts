/**
 * Looks like an array of bytes to ONNX Runtime, which asks its external data for `byteLength` and
 * for one `subarray` after the other, and copies each into its own memory at once. The bytes are
 * made when they are asked for, so that only one tensor is there at a time.
 */
export function createLazyBytes(
  sizeBytes: number,
  read: (start: number, end: number) => Uint8Array,
): Uint8Array {
  return Object.defineProperties(new Uint8Array(0), {
    byteLength: { value: sizeBytes },
    length: { value: sizeBytes },
    subarray: { value: read },
  });
}
