#!/bin/sh
# Records what native libvips makes of two small pictures: ./record.sh, with Debian's libvips-tools.
# The pictures in this folder were recorded with libvips 8.14.1.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# A colour gradient with rings and fine noise; and the same, fading out to the right.
vips identity "$work/ramp.v" --bands 1
vips zone "$work/rings.v" 64 48 --uchar
vips grey "$work/across.v" 64 48 --uchar
vips grey "$work/down.v" 48 64 --uchar
vips rot "$work/down.v" "$work/turned.v" d90
vips bandjoin "$work/rings.v $work/across.v $work/turned.v" "$work/picture.v"
vips copy "$work/picture.v" picture.png --interpretation srgb
vips invert "$work/across.v" "$work/fade.v"
vips bandjoin "picture.png $work/fade.v" "$work/fading.v"
vips copy "$work/fading.v" fading.png --interpretation srgb

vips resize picture.png resize.png 0.625 --kernel lanczos3
vips resize picture.png enlarge.png 1.75 --kernel lanczos3
vips resize picture.png shrink-linear.png 0.25 --kernel linear
vips premultiply fading.png "$work/premultiplied.v"
vips resize "$work/premultiplied.v" "$work/small.v" 0.625 --kernel lanczos3
vips unpremultiply "$work/small.v" "$work/plain.v"
vips cast "$work/plain.v" resize-fading.png uchar
vips gaussblur picture.png blur.png 3
vips rotate fading.png rotate.png 30

# Colours: a picture in Display P3, and one in CMYK without a profile.
vips icc_transform picture.png "$work/p3.v" p3 --input-profile srgb
vips tiffsave "$work/p3.v" p3.tif --compression deflate
vips icc_transform p3.tif p3-to-srgb.png srgb --embedded --intent relative --black-point-compensation
vips icc_transform picture.png "$work/cmyk.v" cmyk --input-profile srgb
vips tiffsave "$work/cmyk.v" cmyk.tif --compression deflate --strip
vips icc_transform cmyk.tif cmyk-to-srgb.png srgb --input-profile cmyk --intent relative --black-point-compensation
