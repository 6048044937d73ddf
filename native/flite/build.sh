#!/bin/sh
# Builds flite.wasm and the voices from Flite's sources, as Debian's source package "flite" (2.2) has them.
# Needs clang, lld, wasi-libc, libclang-rt-dev-wasm32 and flite (for the voice dumps): all of them Debian packages.
# Usage: native/flite/build.sh FLITE_SOURCE_FOLDER OUTPUT_FOLDER
set -eu
source=$1
out=$2
here=$(dirname "$0")
mkdir -p "$out"

sources=$(ls "$source"/src/cg/*.c "$source"/src/hrg/*.c "$source"/src/lexicon/*.c "$source"/src/regex/*.c "$source"/src/speech/*.c \
  "$source"/src/stats/*.c "$source"/src/synth/*.c "$source"/src/utils/*.c "$source"/src/wavesynth/*.c "$source"/lang/usenglish/*.c |
  grep -vE 'palmos|wince|win32|mmap_posix|cst_socket|cst_url|cg_dump_voice|regex_defs')
lexicon="$source/lang/cmulex/cmu_lts_rules.c $source/lang/cmulex/cmu_lts_model.c $source/lang/cmulex/cmu_lex.c
  $source/lang/cmulex/cmu_lex_entries.c $source/lang/cmulex/cmu_lex_data.c $source/lang/cmulex/cmu_postlex.c"

# shellcheck disable=SC2086
clang --target=wasm32-wasi -mexec-model=reactor -O3 -msimd128 -flto -DNDEBUG -DDIE_ON_ERROR -Djmp_buf=int -DCST_NO_SOCKETS -DCST_AUDIO_NONE -DNO_UNION_INITIALIZATION \
  -w -I"$source/include" -I"$source/lang/usenglish" -I"$source/lang/cmulex" -I"$source/src/regex" \
  -o "$out/flite.wasm" "$here/speak.c" "$here/stubs.c" "$source/src/audio/au_streaming.c" $sources $lexicon -Wl,--strip-all -Wl,-z,stack-size=1048576

mkdir -p "$out/voices"
for voice in slt rms awb; do
  flite -voice "$voice" -voicedump "$out/voices/$voice.flitevox"
done
