import { useState } from 'react';
import { useStore } from 'zustand';
import type { CompanionKey } from '../../../engine/companion/companion-admin.ts';
import { Button } from '../../../ui/Button.tsx';
import { Part } from '../../../ui/Part.tsx';
import type { AdminStore } from '../admin-store.ts';
import { isUsable, listKeyFacts } from '../describe-report.ts';
import { NewKeyDialog } from './NewKeyDialog.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';

/** The keys of the companion: those that can be used, then the others. */
export function KeyList({ store }: { store: AdminStore }) {
  const { keys, reportedAt: now, clear } = useStore(store);
  const [isMaking, setMaking] = useState(false);
  const [ending, setEnding] = useState<CompanionKey | null>(null);
  const askToEnd = (key: CompanionKey) => {
    clear();
    setEnding(key);
  };
  const usable = keys?.filter((key) => isUsable(key, now)) ?? [];
  const over = keys?.filter((key) => !isUsable(key, now)) ?? [];
  return (
    <Part
      title="Keys"
      action={
        <Button
          size="small"
          onClick={() => {
            clear();
            setMaking(true);
          }}
        >
          New key
        </Button>
      }
    >
      {keys?.length === 0 && (
        <p className="text-sm text-soft">
          No keys yet. A companion that asks for no key can be used by anyone who can reach it.
        </p>
      )}
      <ul aria-label="Keys" className="divide-y border-y text-sm empty:hidden">
        {usable.map((key) => (
          <Key key={key.id} item={key} now={now} onRevoke={() => askToEnd(key)} />
        ))}
      </ul>
      {over.length > 0 && <OldKeys keys={over} now={now} />}
      <NewKeyDialog store={store} isOpen={isMaking} onClose={() => setMaking(false)} />
      <RevokeDialog store={store} item={ending} onClose={() => setEnding(null)} />
    </Part>
  );
}

interface KeyProps {
  item: CompanionKey;
  now: number;
  onRevoke?(): void;
}

function Key({ item, now, onRevoke }: KeyProps) {
  return (
    <li className="flex items-center gap-3 py-1">
      <div className="min-w-0 flex-1">
        <p className="break-words">
          <span className="font-medium">{item.name}</span>{' '}
          <code className="font-mono text-xs text-faint select-all">{item.id}</code>
          {item.isCurrent && <span className="text-xs text-accent"> · yours</span>}
        </p>
        <p className="text-xs text-soft">{listKeyFacts(item, now).join(' · ')}</p>
      </div>
      {onRevoke && (
        <Button size="small" aria-label={`Revoke ${item.name}`} onClick={onRevoke}>
          Revoke
        </Button>
      )}
    </li>
  );
}

function OldKeys({ keys, now }: { keys: readonly CompanionKey[]; now: number }) {
  return (
    <details className="mt-3 text-sm">
      <summary className="cursor-pointer text-soft touch:min-h-11 touch:py-2.5">
        {keys.length === 1
          ? 'One key that can no longer be used'
          : `${keys.length} keys that can no longer be used`}
      </summary>
      <ul className="divide-y">
        {keys.map((key) => (
          <Key key={key.id} item={key} now={now} />
        ))}
      </ul>
    </details>
  );
}
