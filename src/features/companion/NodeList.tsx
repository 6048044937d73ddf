import type { NodeReport } from '../../engine/companion/companion-admin.ts';
import { listNodeFacts } from './describe-report.ts';

const STATES: Readonly<Record<NodeReport['state'], string>> = {
  up: 'Up',
  failing: 'Failing',
  away: 'Away',
};

/** The servers behind the companion, and how each is. */
export function NodeList({ nodes }: { nodes: readonly NodeReport[] }) {
  if (nodes.length === 0)
    return (
      <p className="max-w-[65ch] text-sm text-soft">
        No other servers are behind this companion. Set TRIPTYCH_UPSTREAMS to add some.
      </p>
    );
  return (
    <ul aria-label="Nodes" className="divide-y border-y text-sm">
      {nodes.map((node) => (
        <li key={node.name} className="flex flex-col gap-0.5 py-2">
          <Node node={node} />
        </li>
      ))}
    </ul>
  );
}

function Node({ node }: { node: NodeReport }) {
  const { name, url, state, lastError } = node;
  const isUp = state === 'up';
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3">
        <span className={`w-12 text-xs font-medium ${isUp ? 'text-accent' : 'text-danger'}`}>
          {STATES[state]}
        </span>
        <span className="min-w-0 font-medium break-all">{name}</span>
        <code className="min-w-0 font-mono text-xs break-all text-faint">{url}</code>
      </div>
      <p className="text-xs text-soft sm:pl-15">{listNodeFacts(node).join(' · ')}</p>
      {lastError && (
        <p className={`text-xs break-words sm:pl-15 ${isUp ? 'text-soft' : 'text-danger'}`}>
          {`Last failure at ${new Date(lastError.at).toLocaleTimeString('en-GB')}: ${lastError.message}`}
        </p>
      )}
    </>
  );
}
