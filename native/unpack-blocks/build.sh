#!/bin/sh
# Builds src/engine/onnx/unpack-blocks-wasm.ts, a kilobyte of WebAssembly as text. Needs clang and
# lld, which are Debian packages.
# Usage: native/unpack-blocks/build.sh
set -eu
here=$(dirname "$0")
out=$here/../../src/engine/onnx/unpack-blocks-wasm.ts
wasm=$(mktemp)
trap 'rm -f "$wasm"' EXIT
clang --target=wasm32 -O3 -msimd128 -nostdlib -Wall -Wextra -o "$wasm" "$here/unpack-blocks.c" \
  -Wl,--no-entry -Wl,--strip-all -Wl,-z,stack-size=4096
cat > "$out" <<END
/** native/unpack-blocks/unpack-blocks.c as WebAssembly, made by the build.sh beside it. */
export const UNPACK_BLOCKS_WASM =
  '$(base64 -w 0 "$wasm")';
END
