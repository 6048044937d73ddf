/** As far as it is asked; not every build of ours has its types. */
interface WebAssemblyScope {
  WebAssembly: { Memory: new (description: object) => unknown };
}

/**
 * Whether this JavaScript engine has WebAssembly with 64-bit addresses that can wait for promises
 * (JSPI).
 */
export function hasLargeWasm(): boolean {
  const { WebAssembly: wasm } = globalThis as unknown as WebAssemblyScope;
  try {
    new wasm.Memory({ address: 'i64', initial: 1n });
    return 'Suspending' in wasm;
  } catch {
    return false;
  }
}
