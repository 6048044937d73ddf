import type Vips from 'wasm-vips';

/** libvips as WebAssembly, loaded. */
export type VipsModule = Awaited<ReturnType<typeof Vips>>;
export type VipsImage = Vips.Image;

/** Parts of libvips that are fetched only when a picture needs them. */
export type VipsLibrary = 'vips-heif' | 'vips-jxl';

/**
 * Loads libvips with these parts; the same instance as before if it has them. Throws
 * `not_supported` where it cannot run.
 */
export type LoadVips = (libraries: readonly VipsLibrary[]) => Promise<VipsModule>;

/**
 * Registers images so that they are freed together: libvips counts references, and an image that is
 * never deleted keeps its pixels.
 */
export type KeepImage = <T extends { delete(): void }>(image: T) => T;

/** Images that are freed together. */
export interface ImageScope {
  keep: KeepImage;
  free(): void;
}

export function openImageScope(): ImageScope {
  const images: { delete(): void }[] = [];
  return {
    keep(image) {
      images.push(image);
      return image;
    },
    free() {
      for (const image of images.splice(0).reverse()) image.delete();
    },
  };
}
