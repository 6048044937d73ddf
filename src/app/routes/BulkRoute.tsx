import { BulkScreen } from '../../features/bulk/BulkScreen.tsx';
import { bulkOf } from '../bulk/bulk-studio.ts';
import type { Studio } from '../studio.ts';

interface BulkRouteProps {
  studio: Studio;
  headerEnd: React.ReactNode;
}

/** Connects the screen for many pictures to the studio. */
export default function BulkRoute({ studio, headerEnd }: BulkRouteProps) {
  return <BulkScreen {...bulkOf(studio)} headerEnd={headerEnd} />;
}
