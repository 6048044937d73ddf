/** Endings of pictures whose kind the browser may not know. */
const ENDINGS = /\.(?:avif|bmp|gif|heic|heif|jpe?g|jxl|png|svg|tiff?|webp)$/i;

/** Whether a file seems to be a picture; whether it is one, its bytes tell later. */
export function isPictureFile({ type, name }: Pick<File, 'type' | 'name'>): boolean {
  return type.startsWith('image/') || ENDINGS.test(name);
}
