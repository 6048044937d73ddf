import type { BackupCounts } from '../../storage/backup/backup-format.ts';
import type { RestoreReport } from '../../storage/backup/restore-backup.ts';
import { formatBytes } from '../../ui/format.ts';

const NAMES = {
  conversations: ['conversation', 'conversations'],
  pictures: ['picture', 'pictures'],
  readings: ['reading', 'readings'],
} as const;

/** "2 conversations, 1 picture and no readings". */
export function describeCounts(counts: BackupCounts): string {
  const [first, second, third] = (['conversations', 'pictures', 'readings'] as const).map(
    (kind) => {
      const [one, many] = NAMES[kind];
      const count = counts[kind];
      return `${count === 0 ? 'no' : count.toLocaleString('en')} ${count === 1 ? one : many}`;
    },
  );
  return `${first}, ${second} and ${third}`;
}

export function describeWritten(counts: BackupCounts, lost: number, sizeBytes: number): string {
  const missing =
    lost > 0 ? ` ${lost} could not be read and ${lost === 1 ? 'is' : 'are'} not included.` : '';
  return `The backup has ${describeCounts(counts)}: ${formatBytes(sizeBytes)}.${missing}`;
}

export function describeRestored({ added, known, damaged }: RestoreReport): string {
  const parts = [
    `Restored ${describeCounts(added)}.`,
    known > 0 ? `${known.toLocaleString('en')} ${known === 1 ? 'was' : 'were'} already here.` : '',
    damaged > 0
      ? `${damaged} in the file ${damaged === 1 ? 'is' : 'are'} damaged and could not be read.`
      : '',
  ];
  return parts.filter(Boolean).join(' ');
}
