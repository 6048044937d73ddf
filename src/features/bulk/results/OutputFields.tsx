import { useStore } from 'zustand';
import { joinClasses } from '../../../ui/class-names.ts';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { Button } from '../../../ui/Button.tsx';
import { checkPattern, DEFAULT_PATTERN, NAME_TOKENS } from './name-pattern.ts';
import type { OutputStore } from './output-store.ts';

interface OutputFieldsProps {
  store: OutputStore;
  /** The name of the first file as it would be saved now. */
  example: string;
  /** Whether pages are written that show the pictures. */
  hasPages: boolean;
}

/** What the saved files are called, and what pages say of them. */
export function OutputFields({ store, example, hasPages }: OutputFieldsProps) {
  const { pattern, alt, sizes, change } = useStore(store);
  const problem = checkPattern(pattern);
  return (
    <section aria-label="Files" className="flex flex-col gap-3 border-t px-4 py-4 sm:px-6 lg:px-4">
      <h2 className="font-display text-lg">Files</h2>
      <Field label="Names" hint={problem ? '' : `Such as ${example}.`}>
        {(id, hintId) => (
          <input
            id={id}
            aria-describedby={hintId}
            aria-invalid={problem !== null}
            spellCheck={false}
            value={pattern}
            placeholder={DEFAULT_PATTERN}
            onChange={({ target }) => change({ pattern: target.value })}
            className={joinClasses(INPUT, 'font-mono', problem && 'border-danger')}
          />
        )}
      </Field>
      {problem && (
        <p role="alert" className="rounded-md bg-danger-wash px-2.5 py-1.5 text-xs">
          {problem} Until then, files are called {DEFAULT_PATTERN}.
        </p>
      )}
      <div role="group" aria-label="Parts of a name" className="flex flex-wrap gap-1.5">
        {Object.entries(NAME_TOKENS).map(([token, title]) => (
          <Button
            key={token}
            size="small"
            title={title}
            aria-label={`Add {${token}}: ${title}`}
            className="font-mono"
            onClick={() => change({ pattern: `${pattern}{${token}}` })}
          >
            {`{${token}}`}
          </Button>
        ))}
      </div>
      {hasPages && (
        <>
          <Field
            label="Text for those who do not see it"
            hint="Goes into the HTML beside the files; {name} is each picture’s name. Empty: it only decorates."
          >
            {(id, hintId) => (
              <input
                id={id}
                aria-describedby={hintId}
                value={alt}
                onChange={({ target }) => change({ alt: target.value })}
                className={INPUT}
              />
            )}
          </Field>
          <Field label="Width on the page" hint="As HTML’s sizes.">
            {(id, hintId) => (
              <input
                id={id}
                aria-describedby={hintId}
                spellCheck={false}
                value={sizes}
                placeholder="100vw"
                onChange={({ target }) => change({ sizes: target.value })}
                className={joinClasses(INPUT, 'font-mono')}
              />
            )}
          </Field>
        </>
      )}
    </section>
  );
}
