import { joinClasses } from '../../ui/class-names.ts';
import { Button } from '../../ui/Button.tsx';
import { AddPictures } from './AddPictures.tsx';
import { drawExamples } from './example-pictures.ts';

interface EmptyBulkProps {
  isOver: boolean;
  onFiles(files: readonly File[]): void;
}

/** Where pictures are dropped, while there are none. */
export function EmptyBulk({ isOver, onFiles }: EmptyBulkProps) {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto p-4 sm:p-6">
      <div
        className={joinClasses(
          'flex flex-1 flex-col items-center justify-center gap-5 rounded-xl border-2 border-dashed px-6 py-10 text-center transition-colors duration-150',
          isOver && 'border-accent bg-accent-wash',
        )}
      >
        <h2 className="font-display text-3xl text-balance sm:text-4xl">
          Drop one picture or three hundred
        </h2>
        <p className="max-w-lg text-balance text-soft">
          Smaller, in another format or size, without metadata: all of them in one go. You see the
          bytes before and after, and nothing leaves this device.
        </p>
        <div className="flex flex-wrap justify-center gap-2">
          <AddPictures kind="primary" label="Choose pictures" onFiles={onFiles} />
          <Button onClick={() => void drawExamples().then(onFiles)}>Try with an example</Button>
        </div>
        <p className="text-xs text-faint">You can also paste a picture, or drop a folder.</p>
      </div>
    </div>
  );
}
