import Vips from 'wasm-vips';
import type { LoadVips, VipsLibrary, VipsModule } from './vips.ts';

interface VipsLoaderOptions {
  /** Where a file of the package is; by default, beside its script. */
  locateFile?(name: string): string;
  /** The script of a thread; by default, the package's own. */
  threadUrl?: string;
  /** Parts to load from the start. Default: none, which saves two of four megabytes. */
  libraries?: readonly VipsLibrary[];
}

/** The loaders of the kinds that `inspectPicture` lets through. */
const LOADERS = ['Png', 'Jpeg', 'Webp', 'Nsgif', 'Heif', 'Jxl', 'Tiff'];

/**
 * Loads libvips when it is first needed, and a new one once a part is needed that the present one
 * was started without; the images of the earlier one must be freed by then.
 */
export function createVipsLoader(options: VipsLoaderOptions = {}): LoadVips {
  let loaded = new Set<VipsLibrary>(options.libraries);
  let loading: Promise<VipsModule> | undefined;
  return async (needed) => {
    if (loading && needed.every((library) => loaded.has(library))) return loading;
    const previous = await loading;
    loaded = new Set([...loaded, ...needed]);
    loading = start(loaded, options).catch((thrown: unknown) => {
      loading = undefined;
      throw thrown;
    });
    previous?.shutdown();
    return loading;
  };
}

async function start(
  libraries: ReadonlySet<VipsLibrary>,
  { locateFile, threadUrl }: VipsLoaderOptions,
): Promise<VipsModule> {
  const vips = await Vips({
    dynamicLibraries: [...libraries].map((name) => `${name}.wasm`),
    ...(locateFile ? { locateFile } : {}),
    ...(threadUrl ? { mainScriptUrlOrBlob: threadUrl } : {}),
  });
  vips.operationBlock('VipsForeignLoad', true);
  for (const loader of LOADERS) vips.operationBlock(`VipsForeignLoad${loader}`, false);
  // Hardly anything is asked twice, and what is remembered takes memory.
  vips.Cache.max(0);
  return vips;
}
