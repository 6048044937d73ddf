import type { SpeechDependencies, SpeechStore } from './speech-state.ts';
import type { ReadingShelf } from './reading-shelf.ts';

/** As much listening as a closed tab or a crash may lose. */
const KEPT_EVERY_SECONDS = 5;

/** Saves the listener's place while they listen, and when they pause or jump. */
export function keepPlace(
  { player }: Pick<SpeechDependencies, 'player'>,
  store: Pick<SpeechStore, 'getState'>,
  shelf: Pick<ReadingShelf, 'keepOpen'>,
): void {
  let kept = { readingId: '', from: 0, positionSeconds: 0 };
  let wasPlaying = false;
  player.state.subscribe(() => {
    const { status, positionSeconds } = player.state.getState();
    const isPlaying = status === 'playing';
    const hasStopped = wasPlaying && (status === 'paused' || status === 'ended');
    wasPlaying = isPlaying;
    const { open } = store.getState();
    if (!open || open.pieces.length === 0 || !(isPlaying || hasStopped)) return;
    const place = { readingId: open.reading.id, from: open.from, positionSeconds };
    const isElsewhere = place.readingId !== kept.readingId || place.from !== kept.from;
    const hasMoved = Math.abs(positionSeconds - kept.positionSeconds) >= KEPT_EVERY_SECONDS;
    if (!isElsewhere && !hasMoved && !hasStopped) return;
    kept = place;
    void shelf.keepOpen();
  });
}
