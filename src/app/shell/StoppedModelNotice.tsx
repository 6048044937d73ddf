import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { IconButton } from '../../ui/IconButton.tsx';
import type { Studio } from '../studio.ts';

/** One line on a model that did not answer Stop, in whichever screen that was. */
export function StoppedModelNotice({ studio: { modelMarks, models } }: { studio: Studio }) {
  const { news } = useStore(modelMarks.state);
  const { catalog, mirrored, installed } = useStore(models.state);
  if (!news) return null;
  const known = [...(installed ?? []).map(({ manifest }) => manifest), ...catalog, ...mirrored];
  const title = known.find(({ id }) => id === news.model)?.title ?? news.model;
  return (
    <div
      role="status"
      className="flex items-center justify-center gap-2 border-b bg-sunken px-4 py-1 text-sm text-soft"
    >
      <p>
        {title}: {news.reason}
      </p>
      <IconButton label="Dismiss" onClick={modelMarks.dismissNews}>
        <X />
      </IconButton>
    </div>
  );
}
