/** What the build knows of itself (vite.config.ts). */
interface ImportMetaEnv {
  /** As in package.json. */
  readonly STUDIO_VERSION: string;
}
