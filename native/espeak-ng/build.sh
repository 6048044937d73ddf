#!/bin/sh
# Builds espeak-ng.wasm and its data from eSpeak NG's sources, as Debian's source package "espeak-ng" (1.52.0) has them.
# Needs clang, lld, wasi-libc, libclang-rt-dev-wasm32, cmake, a C++ compiler and libsonic-dev: all of them Debian packages.
# Usage: native/espeak-ng/build.sh ESPEAK_NG_SOURCE_FOLDER OUTPUT_FOLDER
set -eu
source=$1
out=$2
here=$(dirname "$0")
mkdir -p "$out"

# The dictionaries are compiled by eSpeak NG itself, built for this machine.
cmake -S "$source" -B "$source/build" -DUSE_ASYNC=OFF -DUSE_KLATT=OFF -DUSE_MBROLA=OFF -DUSE_LIBPCAUDIO=OFF -DUSE_SPEECHPLAYER=OFF >/dev/null
make -C "$source/build" data >/dev/null

library="$source/src/libespeak-ng"
sources=""
for name in common mnemonics error ieee80 dictionary encoding intonation langopts numbers phoneme phonemelist readclause setlengths \
  soundicon ssml synthdata synthesize tr_languages translate translateword voices wavegen speech espeak_api compiledict; do
  sources="$sources $library/$name.c"
done

# shellcheck disable=SC2086
clang --target=wasm32-wasi -mexec-model=reactor -O2 -flto -fwrapv -w -DNDEBUG -DPACKAGE_VERSION='"1.52.0"' -DPATH_ESPEAK_DATA='"/data"' \
  -DUSE_ASYNC=0 -DUSE_KLATT=0 -DUSE_LIBPCAUDIO=0 -DUSE_LIBSONIC=0 -DUSE_MBROLA=0 -DUSE_SPEECHPLAYER=0 -DLIBESPEAK_NG_EXPORT=1 \
  -I"$here/config" -I"$source/src/include" -I"$library" -I"$source/src/ucd-tools/src/include" \
  -o "$out/espeak-ng.wasm" "$here/phonemize.c" $sources "$source"/src/ucd-tools/src/*.c -Wl,--strip-all -Wl,-z,stack-size=1048576

# What the languages of the voices need. eSpeak NG looks a language up by the lower-case name of its file.
data="$source/build/espeak-ng-data"
mkdir -p "$out/data/lang"
cp "$data/phontab" "$data/phonindex" "$data/phondata" "$data/intonations" "$out/data/"
for language in en es fr hi it pt; do cp "$data/${language}_dict" "$out/data/"; done
cp "$data/lang/gmw/en-US" "$out/data/lang/en-us"
cp "$data/lang/gmw/en" "$out/data/lang/en-gb"
cp "$data/lang/roa/es" "$data/lang/roa/fr" "$data/lang/roa/it" "$data/lang/inc/hi" "$out/data/lang/"
cp "$data/lang/roa/pt-BR" "$out/data/lang/pt-br"

# The languages of Piper's voices, one by one: each is fetched with the first voice that speaks it.
languages="$out/../espeak-ng-languages"
mkdir -p "$languages/data/lang"
for language in ar bg ca cmn cs cy da de el eu fa fi hu id is ka kk ku lb lv ml ne nl no pl ro ru sk sl sq sr sv sw te tr uk ur vi; do
  cp "$data/${language}_dict" "$languages/data/"
done
for path in sem/ar zls/bg roa/ca sit/cmn zlw/cs cel/cy gmq/da gmw/de grk/el gmw/en-GB-x-rp roa/es-419 eu ira/fa urj/fi urj/hu poz/id gmq/is \
  ccs/ka trk/kk ira/ku gmw/lb bat/lv dra/ml gmq/nb inc/ne gmw/nl zlw/pl roa/pt roa/ro zle/ru zlw/sk zls/sl ine/sq zls/sr gmq/sv bnt/sw \
  dra/te trk/tr zle/uk inc/ur aav/vi; do
  cp "$data/lang/$path" "$languages/data/lang/$(basename "$path" | tr '[:upper:]' '[:lower:]')"
done
