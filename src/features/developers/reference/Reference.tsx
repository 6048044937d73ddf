import { ChevronRight } from 'lucide-react';
import type { FieldReference, RouteGroup, RouteReference } from './read-document.ts';

/** Every route, as the API's own document describes it. */
export function Reference({ groups }: { groups: readonly RouteGroup[] }) {
  return (
    <div className="flex flex-col gap-6">
      {groups.map(({ title, routes }) => (
        <section key={title} aria-label={`${title}: routes`}>
          <h3 className="mb-1 text-sm font-medium text-faint">{title}</h3>
          <ul className="divide-y border-y">
            {routes.map((route) => (
              <li key={`${route.method} ${route.path}`}>
                <Route route={route} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Route({ route }: { route: RouteReference }) {
  const { method, path, summary, description, fields, answers } = route;
  return (
    <details className="group">
      <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-0.5 py-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          className="size-4 shrink-0 text-faint transition-transform duration-150 group-open:rotate-90"
          aria-hidden
        />
        <span className="w-10 font-mono text-xs font-medium text-accent">{method}</span>
        <code className="min-w-0 font-mono text-[0.8125rem] break-all">{path}</code>
        <span className="basis-full pl-7 text-sm text-soft sm:basis-auto sm:pl-0">{summary}</span>
      </summary>
      <div className="flex flex-col gap-3 pb-4 pl-7">
        {description && <p className="max-w-[65ch] text-sm text-soft">{description}</p>}
        {fields.length > 0 && <Fields fields={fields} />}
        <p className="text-xs text-faint">
          {answers.length > 0 ? `Answers with ${answers.join(', ')}` : 'Answers with a file'}
        </p>
      </div>
    </details>
  );
}

function Fields({ fields }: { fields: readonly FieldReference[] }) {
  return (
    <dl className="flex flex-col gap-2 text-sm">
      {fields.map(({ name, type, isRequired, description }) => (
        <div key={name}>
          <dt className="flex flex-wrap items-baseline gap-x-2">
            <code className="font-mono text-[0.8125rem] font-medium">{name}</code>
            <code className="min-w-0 font-mono text-xs break-all text-faint">{type}</code>
            {isRequired && <span className="text-xs text-accent">required</span>}
          </dt>
          {description && <dd className="max-w-[65ch] text-soft">{description}</dd>}
        </div>
      ))}
    </dl>
  );
}
