import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { ModelsClient } from '../../engine-client/models/models-client.ts';
import {
  splitStorage,
  type SiteStorage,
  type StorageFigures,
} from '../../engine-client/site-storage.ts';
import { describeError } from '../../engine/error-sentences.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import type { KindsStore, StoredBytes } from './kinds-store.ts';
import { Row } from './Row.tsx';

/** Kinds of stored things that are deleted on a screen of their own. */
export type OpenedKind = 'models' | Exclude<keyof StoredBytes, 'cache'>;

interface StorageRowProps {
  storage: SiteStorage;
  models: ModelsClient;
  kinds: KindsStore;
  onOpen(kind: OpenedKind): void;
}

/** What this site takes of the disk, and for what. */
export function StorageRow({ storage, models, kinds, onOpen }: StorageRowProps) {
  const use = useStore(storage.use);
  const modelBytes = useStore(models.state, (state) => state.use?.totalBytes ?? null);
  const { bytes, problem, refresh, clearCache } = useStore(kinds);
  useEffect(() => void models.refresh().catch(() => undefined), [models]);
  useEffect(() => void storage.refresh().catch(() => undefined), [storage, modelBytes, bytes]);
  useEffect(() => void refresh(), [refresh]);
  return (
    <Row
      title="Storage"
      text={
        use && modelBytes !== null
          ? describeStorage(splitStorage(use, modelBytes))
          : 'Asking the browser'
      }
    >
      {bytes && modelBytes !== null && (
        <Kinds
          bytes={{ models: modelBytes, ...bytes }}
          onOpen={onOpen}
          onClear={() => void clearCache()}
        />
      )}
      {problem && (
        <p role="alert" className="mb-3 text-sm text-danger">
          {describeError(problem).sentence}{' '}
          <code className="font-mono text-xs select-all">{problem.code}</code>
        </p>
      )}
      {use && !use.isPersistent && (
        <Button size="small" onClick={() => void storage.persist()}>
          Keep my data
        </Button>
      )}
    </Row>
  );
}

const NAMES: Readonly<Record<'models' | keyof StoredBytes, string>> = {
  models: 'Models',
  conversations: 'Conversations',
  pictures: 'Pictures in the gallery',
  sets: 'Studio sets',
  lists: 'Pictures in Bulk',
  readings: 'Readings',
  cache: 'Cache: what Studio can draw again',
};

interface KindsProps {
  bytes: Readonly<Record<'models' | keyof StoredBytes, number>>;
  onOpen(kind: OpenedKind): void;
  onClear(): void;
}

/** The largest first. What is worth something is deleted where it can be seen. */
function Kinds({ bytes, onOpen, onClear }: KindsProps) {
  const kinds = (Object.keys(NAMES) as (keyof typeof NAMES)[])
    .filter((kind) => bytes[kind] > 0)
    .sort((a, b) => bytes[b] - bytes[a]);
  if (kinds.length === 0) return null;
  return (
    <ul aria-label="Storage by kind" className="mb-4 max-w-xl divide-y border-y text-sm">
      {kinds.map((kind) => (
        <li key={kind} className="flex items-center gap-3 py-1">
          <span className="min-w-0 flex-1">{NAMES[kind]}</span>
          <span className="text-soft tabular-nums">{formatBytes(bytes[kind])}</span>
          {kind === 'cache' ? (
            <Button size="small" kind="quiet" className="w-20" onClick={onClear}>
              Clear
            </Button>
          ) : (
            <Button
              size="small"
              kind="quiet"
              className="w-20"
              aria-label={`Show: ${NAMES[kind]}`}
              onClick={() => onOpen(kind)}
            >
              Show
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function describeStorage({
  modelBytes,
  otherBytes,
  totalBytes,
  freeBytes,
  isPersistent,
}: StorageFigures): string {
  const whole = `Triptych uses ${formatBytes(totalBytes)} here: ${formatBytes(modelBytes)} for models, ${formatBytes(otherBytes)} for conversations, pictures, readings and the app.`;
  const kept = isPersistent
    ? 'The browser keeps them until you delete them.'
    : 'The browser may clear them when the disk is full.';
  return `${whole} The browser allows ${formatBytes(freeBytes)} more. ${kept}`;
}
