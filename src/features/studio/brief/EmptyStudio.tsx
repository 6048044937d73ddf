import { useStore } from 'zustand';
import type { StudioAction } from '../../../engine/studio-actions.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProjectList } from '../projects/ProjectList.tsx';
import type { StudioStore } from '../store/studio-state.ts';
import { ReadingFailure } from './ReadingFailure.tsx';

const EXAMPLES = [
  'Spring sale at a bakery in Lisbon, warm and cosy, saying “Primavera!”',
  'A cheerful fox for a children’s reading club',
  'Weihnachtsmarkt in Nürnberg, festlich, im Hochformat',
] as const;

const MOST_RECENT = 4;

interface EmptyStudioProps {
  store: StudioStore;
  origin: React.ReactNode;
  onAction(action: StudioAction): void;
}

/** The page before there is a set: one question, examples, and what was made before. */
export function EmptyStudio({ store, origin, onAction }: EmptyStudioProps) {
  const { reading, project, projects, setBrief, understand } = useStore(store);
  const { brief } = project.draft;
  const isRunning = reading.status === 'running';
  const others = (projects ?? []).filter(({ id }) => id !== project.id);
  const submit = () => void (brief.trim() !== '' && !isRunning && understand());
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-4 py-8 sm:px-6 sm:py-14">
      <form
        className="mx-auto flex max-w-2xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <h2 className="font-display text-3xl text-balance sm:text-4xl">
          What are the pictures for?
        </h2>
        <p className="max-w-xl text-soft">
          Say it as you would to a colleague, in any language. You get a picture in every size you
          need: cropped around what matters, with your words on it.
        </p>
        {origin}
        <textarea
          aria-label="Brief"
          rows={4}
          value={brief}
          placeholder="Who is it for, what does it show, where will it be seen?"
          onChange={({ target }) => setBrief(target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            submit();
          }}
          className="field-sizing-content min-h-32 w-full resize-none rounded-xl border bg-raised px-4 py-3 font-display text-xl outline-none placeholder:text-faint focus:border-line-strong"
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" kind="primary" disabled={brief.trim() === '' || isRunning}>
            {isRunning ? 'Reading…' : 'Suggest pictures'}
          </Button>
          <span role="status" className="text-xs text-faint">
            Nothing is drawn yet, and nothing leaves this device.
          </span>
        </div>
        {reading.status === 'failed' && (
          <ReadingFailure error={reading.error} onAction={onAction} />
        )}
        <div className="mt-2 flex flex-col gap-2">
          <h3 className="text-xs font-medium text-faint">Or try one of these</h3>
          <ul className="flex flex-col gap-1.5">
            {EXAMPLES.map((example) => (
              <li key={example}>
                <button
                  type="button"
                  onClick={() => {
                    setBrief(example);
                    void understand();
                  }}
                  className="w-full rounded-control border bg-surface px-3 py-2 text-left text-sm text-soft transition-colors duration-150 hover:border-line-strong hover:text-ink"
                >
                  {example}
                </button>
              </li>
            ))}
          </ul>
        </div>
      </form>
      {others.length > 0 && (
        <div className="mx-auto mt-10 max-w-2xl">
          <h3 className="mb-2 text-xs font-medium text-faint">Your sets</h3>
          <ProjectList store={store} projects={others.slice(0, MOST_RECENT)} />
        </div>
      )}
    </div>
  );
}
