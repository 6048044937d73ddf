import { DrawIcon, QueueIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';

/**
 * The Draw button, after everything it uses and always in view, however far the form is scrolled.
 */
export function DrawBar({ isBusy, cost }: { isBusy: boolean; cost: string }) {
  return (
    <div className="sticky bottom-0 -mx-4 -mb-4 flex flex-col gap-2 border-t bg-paper p-4 sm:-mx-6 sm:px-6 lg:mt-auto">
      <Button type="submit" kind="primary">
        {isBusy ? <QueueIcon /> : <DrawIcon />} {isBusy ? 'Add to the queue' : 'Draw'}
      </Button>
      {cost && !isBusy && (
        <p role="status" className="text-xs text-faint">
          {cost}
        </p>
      )}
    </div>
  );
}
