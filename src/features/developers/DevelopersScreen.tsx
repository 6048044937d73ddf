import { ExternalLink } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Part } from '../../ui/Part.tsx';
import { ScreenHeader } from '../../ui/ScreenHeader.tsx';
import type { ApiPlace, ApiStore, ServedModel } from './api-store.ts';
import type { Subject } from './examples/clients.ts';
import { CodeBlock } from './examples/CodeBlock.tsx';
import { Examples } from './examples/Examples.tsx';
import { Reference } from './reference/Reference.tsx';
import { RequestList } from './RequestList.tsx';
import type { RequestLog } from './request-log.ts';

interface DevelopersScreenProps {
  store: ApiStore;
  log: RequestLog;
  place: ApiPlace;
  /** Address that routes follow, with a slash at the end. */
  root: string;
  /** Where `npm run server` listens. */
  serverBase: string;
  /** Ids of the models in memory. */
  resident: readonly string[];
  /** Address of the script that other sites load. */
  embedScript: string;
  /** Which sites may use the API, with a way to take that back. */
  sites: ReactNode;
  headerEnd: ReactNode;
}

/** The API of this tab: what it is, how it is used, what it is asked. */
export function DevelopersScreen(props: DevelopersScreenProps) {
  const { store, log, place, root, serverBase, resident, embedScript, sites, headerEnd } = props;
  const { status, models, reference, connect } = useStore(store);
  useEffect(() => void connect(), [connect]);
  return (
    <section aria-label="Developers" className="flex h-full flex-col">
      <ScreenHeader title="Developers">{headerEnd}</ScreenHeader>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-8 sm:px-6">
        <div className="mx-auto flex max-w-3xl flex-col gap-12">
          <Introduction store={store} place={place} base={`${root}v1`} />
          <Part title="Try it">
            <Examples
              base={`${root}v1`}
              serverBase={serverBase}
              models={chooseModels(models)}
              canRun={status === 'ready'}
            />
          </Part>
          <Part title="Requests">
            <RequestList log={log} />
          </Part>
          <Part title="Models">
            <Models models={models} resident={resident} />
          </Part>
          {place === 'tab' && (
            <Part title="Other sites">
              <OtherSites script={embedScript} />
              {sites}
            </Part>
          )}
          <Part
            title="Reference"
            action={status === 'ready' && <DocumentationLink href={`${root}docs`} />}
          >
            {reference === null ? (
              <p className="text-sm text-soft">The API’s document could not be read.</p>
            ) : reference.length === 0 ? (
              <p className="text-sm text-soft">It appears once the API answers.</p>
            ) : (
              <Reference groups={reference} />
            )}
          </Part>
        </div>
      </div>
    </section>
  );
}

/** The same routes with every field of their answers, on a page of their own. */
function DocumentationLink({ href }: { href: string }) {
  return (
    <Button asChild size="small">
      <a href={href} target="_blank" rel="noreferrer">
        <ExternalLink />
        Open documentation
      </a>
    </Button>
  );
}

interface IntroductionProps {
  store: ApiStore;
  place: ApiPlace;
  base: string;
}

function Introduction({ store, place, base }: IntroductionProps) {
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-[24ch] font-display text-3xl text-balance sm:text-4xl">
        {place === 'tab' ? 'OpenAI’s API, inside this tab' : 'OpenAI’s API, on this server'}
      </p>
      <p className="max-w-[65ch] text-soft">
        {place === 'tab'
          ? 'Any script on a page of this address can ask it: no key, no server, and nothing leaves the device. Official clients work as they are. The models are those of the studio, and they answer while one of its pages is open.'
          : 'The server that this page comes from answers it, for any program that reaches the server. Official clients work as they are.'}
      </p>
      <div className="flex max-w-full items-center gap-1 self-start rounded-control border bg-surface py-1 pr-1 pl-3">
        <code className="min-w-0 font-mono text-sm break-all [font-variant-ligatures:none]">
          {base}
        </code>
        <CopyButton text={base} label="Copy address" />
      </div>
      <Status store={store} />
    </div>
  );
}

function Status({ store }: { store: ApiStore }) {
  const { status, message, connect } = useStore(store);
  return (
    <div role="status" className="flex flex-wrap items-center gap-3 text-sm text-soft">
      {status === 'connecting' && 'Starting the service worker'}
      {status === 'ready' && (
        <span className="flex items-center gap-2">
          <span aria-hidden className="size-2 rounded-full bg-accent" />
          Answering
        </span>
      )}
      {status === 'away' &&
        'No service worker is passing requests on. Reload the page once; a private window or a development server may not have one.'}
      {status === 'failed' && (
        <>
          <span className="text-danger">{`The API did not answer: ${message}`}</span>
          <Button size="small" onClick={() => void connect()}>
            Try again
          </Button>
        </>
      )}
    </div>
  );
}

function OtherSites({ script }: { script: string }) {
  return (
    <div className="mb-4 flex flex-col gap-3">
      <p className="max-w-[65ch] text-sm text-soft">
        A page of another site can use the same API with a script from here. It shows a frame with
        one button, which opens a small window of Triptych; there the person allows the site, once.
        Nothing runs before that.
      </p>
      <CodeBlock label="Example: another site" code={writeEmbedExample(script)} />
    </div>
  );
}

function writeEmbedExample(script: string): string {
  return `import { connectTriptych } from '${script}';

const triptych = await connectTriptych({ mount: document.querySelector('#triptych') });

const response = await triptych.fetch('/v1/models');
console.log(await response.json());

// Clients that take a fetch work as they are:
// new OpenAI({ baseURL: triptych.baseURL, fetch: triptych.fetch, … })`;
}

/** What a model is for, as people say it; others are for work on pictures and texts. */
const TASKS: Readonly<Record<string, string>> = { chat: 'Chat', image: 'Images', speech: 'Speech' };

interface ModelsProps {
  models: readonly ServedModel[];
  resident: readonly string[];
}

function Models({ models, resident }: ModelsProps) {
  const asked = models.filter(({ task }) => task in TASKS);
  if (asked.length === 0)
    return <p className="text-sm text-soft">They appear once the API answers.</p>;
  return (
    <ul className="divide-y border-y text-sm">
      {asked.map(({ id, task }) => (
        <li key={id} className="flex items-center gap-3 py-1">
          <div className="flex min-w-0 flex-1 flex-col gap-x-3 sm:flex-row sm:items-baseline sm:justify-between">
            <code className="min-w-0 font-mono text-[0.8125rem] break-all">{id}</code>
            <span className="shrink-0 text-faint">
              {TASKS[task]}
              {resident.includes(id) && ' · in memory'}
            </span>
          </div>
          <CopyButton text={id} label={`Copy ${id}`} />
        </li>
      ))}
    </ul>
  );
}

/** The first of each task is its default. */
function chooseModels(models: readonly ServedModel[]): Readonly<Record<Subject, string>> {
  const first = (task: string, builtIn: string) =>
    models.find((model) => model.task === task)?.id ?? builtIn;
  return {
    chat: first('chat', 'triptych/guide'),
    picture: first('image', 'triptych/stickers'),
    speech: first('speech', 'triptych/flite'),
  };
}
