/** A thread of libvips: its script starts itself when it sees that it is one. */
import './embind-functions.ts';
import 'wasm-vips';
