import { sizeOfVariant, type Dtype, type ModelManifest } from '../../engine/models/manifest.ts';
import { formatBytes } from '../../ui/format.ts';
import { nameLanguage } from '../../ui/name-language.ts';

/** 134_515_008 is "135 M parameters". */
export function formatParameters(count: number): string {
  if (count < 1e6) return `${Math.round(count / 1e3)} k parameters`;
  return count >= 1e9
    ? `${(count / 1e9).toFixed(1)} B parameters`
    : `${Math.round(count / 1e6)} M parameters`;
}

/** 8192 is "8k tokens". */
export function formatTokens(count: number): string {
  return `${count >= 1024 ? `${Math.round(count / 1024)}k` : count} tokens`;
}

/** The others are programs, not weights in some number format. */
export function hasWeights({ engine }: ModelManifest): boolean {
  return engine !== 'flite' && engine !== 'espeak-ng';
}

/** What a model takes on disk in builds of these dtypes, of each where it is known. */
export function listSizes(manifest: ModelManifest, dtypes: readonly Dtype[]): string[] {
  return dtypes.flatMap((dtype) => {
    const sizeBytes = sizeOfVariant(manifest, dtype);
    return sizeBytes ? [formatBytes(sizeBytes)] : [];
  });
}

/** By name where these are few: "English and Chinese", or "18 languages". */
function nameLanguages(languages: readonly string[]): string {
  if (languages.length > 3) return `${languages.length} languages`;
  return new Intl.ListFormat('en').format(languages.map(nameLanguage));
}

/** The rest of what is known of it, in few words. */
export function listFacts(manifest: ModelManifest, dtypes: readonly Dtype[]): string[] {
  return [
    ...(hasWeights(manifest) ? dtypes : []),
    ...(manifest.parameters ? [formatParameters(manifest.parameters)] : []),
    ...(manifest.task === 'chat' ? [`reads ${formatTokens(manifest.contextLength)}`] : []),
    ...('languages' in manifest && manifest.languages ? [nameLanguages(manifest.languages)] : []),
    manifest.licence,
    manifest.origin === 'built-in' ? 'built in' : manifest.repository,
  ];
}
