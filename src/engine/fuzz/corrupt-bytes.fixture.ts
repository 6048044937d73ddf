import fc from 'fast-check';
import { joinBytes } from '../join-bytes.ts';
import { inputsFrom, type Inputs } from './fuzz.fixture.ts';

/** Where things happen: parts of the file's length, from 0 to 1. */
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** Numbers that lengths, counts and offsets break at. */
const number = fc.constantFrom(
  0,
  1,
  0x7f,
  0xff,
  0x7fff,
  0xffff,
  0x7fffffff,
  0xfffffffe,
  0xffffffff,
);

const edit = fc.oneof(
  fc.record({ kind: fc.constant('byte'), at: place, value: fc.nat(255) }),
  fc.record({ kind: fc.constant('number'), at: place, value: number, isLittle: fc.boolean() }),
  fc.record({ kind: fc.constant('cut'), at: place }),
  fc.record({ kind: fc.constant('drop'), at: place, length: fc.nat(64) }),
  fc.record({ kind: fc.constant('repeat'), at: place, length: fc.nat(400), times: fc.nat(60) }),
  fc.record({ kind: fc.constant('insert'), at: place, bytes: fc.uint8Array({ maxLength: 40 }) }),
) as fc.Arbitrary<Edit>;

type Edit =
  | { kind: 'byte'; at: number; value: number }
  | { kind: 'number'; at: number; value: number; isLittle: boolean }
  | { kind: 'cut'; at: number }
  | { kind: 'drop'; at: number; length: number }
  | { kind: 'repeat'; at: number; length: number; times: number }
  | { kind: 'insert'; at: number; bytes: Uint8Array };

/** Files of the given ones with a few bytes changed, lost, doubled or added. */
export function corruptBytes(files: readonly Uint8Array[]): Inputs<Uint8Array<ArrayBuffer>> {
  const plans = fc.record({
    file: fc.nat(files.length - 1),
    edits: fc.array(edit, { maxLength: 6 }),
  });
  return inputsFrom(plans, ({ file, edits }) =>
    edits.reduce(applyEdit, new Uint8Array(files[file] as Uint8Array)),
  );
}

function applyEdit(bytes: Uint8Array<ArrayBuffer>, edit: Edit): Uint8Array<ArrayBuffer> {
  const at = Math.floor(edit.at * bytes.length);
  const put = (added: Uint8Array, skipped: number) =>
    joinBytes([bytes.subarray(0, at), added, bytes.subarray(at + skipped)]);
  switch (edit.kind) {
    case 'byte':
      return put(Uint8Array.of(edit.value), 1);
    case 'number': {
      const value = new DataView(new ArrayBuffer(4));
      value.setUint32(0, edit.value, edit.isLittle);
      return put(new Uint8Array(value.buffer), 4);
    }
    case 'cut':
      return bytes.slice(0, at);
    case 'drop':
      return put(new Uint8Array(0), edit.length);
    case 'repeat': {
      const part = bytes.subarray(at, at + edit.length);
      return put(joinBytes(Array.from({ length: edit.times }, () => part)), 0);
    }
    case 'insert':
      return put(edit.bytes, 0);
  }
}
