import { Play, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../../ui/Button.tsx';
import { Choice } from '../../../ui/Choice.tsx';
import { OUTSIDE, type Client, type Subject } from './clients.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { listClients, writeExample } from './examples.ts';
import { createRunStore } from './run-store.ts';

const SUBJECTS = [
  { value: 'chat', label: 'Chat' },
  { value: 'picture', label: 'Picture' },
  { value: 'speech', label: 'Speech' },
] as const;
const CLIENTS: Readonly<Record<Client, string>> = {
  fetch: 'fetch',
  openai: 'openai',
  'ai-sdk': 'AI SDK',
  langchain: 'LangChain',
  python: 'Python',
  curl: 'curl',
};

interface ExamplesProps {
  /** Of the API in this tab. */
  base: string;
  /** Of a server, for programs outside the browser. */
  serverBase: string;
  models: Readonly<Record<Subject, string>>;
  canRun: boolean;
}

/** Programs to copy; those with fetch run here. */
export function Examples({ base, serverBase, models, canRun }: ExamplesProps) {
  const [store] = useState(createRunStore);
  const [subject, setSubject] = useState<Subject>('chat');
  const [client, setClient] = useState<Client>('fetch');
  const output = useRef<HTMLDivElement>(null);
  const clients = listClients(subject);
  const shown = clients.includes(client) ? client : 'fetch';
  const isOutside = OUTSIDE.has(shown);
  const place = { base: isOutside ? serverBase : base, model: models[subject] };
  // Leaving the page closes the connection.
  useEffect(() => () => store.getState().stop(), [store]);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <Choice
          label="What to ask for"
          value={subject}
          options={SUBJECTS}
          onChange={(next) => setSubject(next)}
        />
        <Choice
          label="Client"
          value={shown}
          options={clients.map((value) => ({ value, label: CLIENTS[value] }))}
          onChange={(next) => setClient(next)}
        />
      </div>
      <CodeBlock
        code={writeExample(subject, shown, place)}
        label={`Example: ${subject} with ${CLIENTS[shown]}`}
      />
      {isOutside ? (
        <p className="max-w-[65ch] text-sm text-soft">
          Only this browser can reach a tab. Programs outside it ask a server, which answers the
          same requests: start one with <code className="font-mono text-xs">npm run server</code>.
        </p>
      ) : (
        <RunBar
          store={store}
          canRun={canRun}
          label={shown === 'fetch' ? 'Run example' : 'Run it with fetch'}
          onStart={() =>
            output.current &&
            void store.getState().start(subject, { base, model: models[subject] }, output.current)
          }
        />
      )}
      <div
        ref={output}
        role="log"
        aria-label="Output"
        className="max-h-96 overflow-auto rounded-control border bg-surface p-4 whitespace-pre-wrap empty:hidden [&_audio]:w-full [&_img]:max-h-80 [&_img]:rounded-md"
      />
    </div>
  );
}

interface RunBarProps {
  store: ReturnType<typeof createRunStore>;
  canRun: boolean;
  label: string;
  onStart(): void;
}

function RunBar({ store, canRun, label, onStart }: RunBarProps) {
  const { run, stop } = useStore(store);
  const isRunning = run.status === 'running';
  return (
    <div className="flex flex-wrap items-center gap-3">
      {isRunning ? (
        <Button onClick={stop}>
          <Square />
          Stop example
        </Button>
      ) : (
        <Button kind="primary" disabled={!canRun} onClick={onStart}>
          <Play />
          {label}
        </Button>
      )}
      <p role="status" className="text-sm text-soft">
        {isRunning && 'Running'}
        {run.status === 'done' && `Done in ${(run.ms / 1000).toFixed(1)} s`}
      </p>
      {run.status === 'failed' && (
        <p role="alert" className="text-sm text-danger">
          {run.message}
        </p>
      )}
    </div>
  );
}
