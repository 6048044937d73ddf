import { useEffect } from 'react';
import { takeShared } from '../../../workers/shared-pictures.ts';
import { BulkScreen } from '../../features/bulk/BulkScreen.tsx';
import { openFileInStudio } from '../links/open-in-studio.ts';
import { bulkOf } from '../bulk/bulk-studio.ts';
import type { Studio } from '../studio.ts';

interface BulkRouteProps {
  studio: Studio;
  headerEnd: React.ReactNode;
}

/** Connects the screen for many pictures to the studio. */
export default function BulkRoute({ studio, headerEnd }: BulkRouteProps) {
  const bulk = bulkOf(studio);
  const { add } = bulk.store.getState();
  useEffect(() => {
    // Where the browser keeps nothing, nothing waits.
    takeShared().then(
      (shared) => void (shared.length > 0 && add(shared)),
      () => undefined,
    );
  }, [add]);
  return (
    <BulkScreen
      {...bulk}
      onOpenInStudio={(file) => openFileInStudio(studio, file)}
      headerEnd={headerEnd}
    />
  );
}
