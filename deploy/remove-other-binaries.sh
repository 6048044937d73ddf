#!/bin/sh
# Removes native code from node_modules that this machine cannot run, or that a variant (cpu or cuda)
# does not use. Run where the packages were installed.
set -eu
variant=$1
case $(uname -m) in
  x86_64) machine=x64 ;;
  aarch64) machine=arm64 ;;
  *) echo "There are no binaries for $(uname -m)." >&2 && exit 1 ;;
esac

# onnxruntime-node/bin/napi-v6/<system>/<machine>
for folder in node_modules/onnxruntime-node/bin/*/*/*; do
  case $folder in */linux/"$machine") ;; *) rm -r "$folder" ;; esac
done

for folder in node_modules/@node-llama-cpp/*; do
  case $variant:$folder in
    *:*/linux-"$machine") ;;
    cuda:*/linux-"$machine"-cuda) ;;
    *) rm -r "$folder" ;;
  esac
done
