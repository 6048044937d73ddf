import {
  BACKUP_KINDS,
  type BackupCounts,
  type BackupKind,
} from '../../storage/backup/backup-format.ts';
import type { RestoreReport } from '../../storage/backup/restore-backup.ts';
import { formatBytes } from '../../ui/format.ts';

const NAMES: Readonly<Record<BackupKind, readonly [one: string, many: string]>> = {
  conversations: ['conversation', 'conversations'],
  pictures: ['picture', 'pictures'],
  readings: ['reading', 'readings'],
  projects: ['studio set', 'studio sets'],
  recipes: ['recipe', 'recipes'],
};

const list = new Intl.ListFormat('en');

/** "2 conversations and 1 picture"; of what there is none, nothing is said. */
export function describeCounts(counts: BackupCounts): string {
  const parts = BACKUP_KINDS.filter((kind) => counts[kind] > 0).map((kind) => {
    const [one, many] = NAMES[kind];
    return `${counts[kind].toLocaleString('en')} ${counts[kind] === 1 ? one : many}`;
  });
  return parts.length > 0 ? list.format(parts) : 'nothing but settings';
}

export function describeWritten(counts: BackupCounts, lost: number, sizeBytes: number): string {
  const missing =
    lost > 0 ? ` ${lost} could not be read and ${lost === 1 ? 'is' : 'are'} not included.` : '';
  return `The backup has ${describeCounts(counts)}: ${formatBytes(sizeBytes)}.${missing}`;
}

const MOST_NAMED = 5;

export function describeRestored({ added, known, damaged }: RestoreReport): string {
  const parts = [
    `Restored ${describeCounts(added)}.`,
    known > 0 ? `${known.toLocaleString('en')} ${known === 1 ? 'was' : 'were'} already here.` : '',
    damaged.length > 0 ? `Damaged in the file and left out: ${nameDamaged(damaged)}.` : '',
  ];
  return parts.filter(Boolean).join(' ');
}

function nameDamaged(damaged: readonly string[]): string {
  const more = damaged.length - MOST_NAMED;
  const named = damaged.slice(0, MOST_NAMED);
  return list.format(more > 0 ? [...named, `${more} more`] : named);
}
