import type { ImportReport } from './import-store.ts';

/** "Added 12 pictures. 3 were here already." */
export function describeImport(report: ImportReport, isStopped: boolean): string {
  const { added, known, failed, leftOut } = report;
  const parts = [
    isStopped ? 'Stopped.' : '',
    added.length > 0 ? `Added ${count(added.length, 'picture')}.` : 'No picture was added.',
    known.length > 0 ? `${count(known.length)} ${wasOrWere(known.length)} here already.` : '',
    failed.length > 0 ? `${count(failed.length, 'file')} could not be read.` : '',
    leftOut > 0 ? `${count(leftOut, 'other file')} ${wasOrWere(leftOut)} left out.` : '',
  ];
  return parts.filter(Boolean).join(' ');
}

const wasOrWere = (number: number) => (number === 1 ? 'was' : 'were');

function count(number: number, noun?: string): string {
  const written = number.toLocaleString('en');
  return noun ? `${written} ${noun}${number === 1 ? '' : 's'}` : written;
}
