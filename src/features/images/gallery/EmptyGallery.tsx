import { DrawIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { AddFiles } from './AddFiles.tsx';

/** What the gallery is for, while nothing is in it. */
export function EmptyGallery({
  onDraw,
  onFiles,
}: {
  onDraw(): void;
  onFiles(files: readonly File[], folder?: string): void;
}) {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-start gap-4 py-16">
      <h2 className="font-display text-4xl">No pictures yet</h2>
      <p className="text-soft">
        Your pictures are kept in this browser, with the settings they were made with. You can also
        drop picture files here.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" onClick={onDraw}>
          <DrawIcon /> Draw a picture
        </Button>
        <AddFiles onFiles={onFiles} />
      </div>
    </div>
  );
}
