/** The address of the file that wllama's worker runs (scripts/build/serve-wllama.ts). */
declare module 'virtual:wllama-worker' {
  const address: string;
  export default address;
}
