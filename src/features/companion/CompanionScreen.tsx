import { useEffect, type ReactNode } from 'react';
import { useStore } from 'zustand';
import {
  hostOfCompanion,
  type CompanionState,
} from '../../engine-client/companion/companion-state.ts';
import type { Observable } from '../../engine-client/observable.ts';
import type { CompanionReport, CompanionRequest } from '../../engine/companion/companion-admin.ts';
import { Button } from '../../ui/Button.tsx';
import { Part } from '../../ui/Part.tsx';
import { ScreenHeader } from '../../ui/ScreenHeader.tsx';
import type { AdminStore } from './admin-store.ts';
import { describeAdminFailure, type FailureText } from './describe-failure.ts';
import { describeServer } from './describe-report.ts';
import { KeyList } from './keys/KeyList.tsx';
import { ModelList } from './ModelList.tsx';
import { NodeList } from './NodeList.tsx';
import { QueueList } from './QueueList.tsx';
import { RequestsPart } from './RequestsPart.tsx';

export interface CompanionScreenProps {
  store: AdminStore;
  companion: Observable<CompanionState>;
  /** Draws a log, the newest first. */
  renderRequests(requests: readonly CompanionRequest[]): ReactNode;
  onOpenSettings(): void;
  headerEnd: ReactNode;
}

/** For whoever runs the companion: how it is, who may use it, and what it is asked. */
export function CompanionScreen(props: CompanionScreenProps) {
  const { store, companion, headerEnd } = props;
  const url = useStore(companion, (state) => state.url);
  const { follow } = store.getState();
  useEffect(() => (url === '' ? undefined : follow()), [url, follow]);
  return (
    <section aria-label="Companion" className="flex h-full flex-col">
      <ScreenHeader title="Companion">{headerEnd}</ScreenHeader>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-8 sm:px-6">
        <div className="mx-auto flex max-w-3xl flex-col gap-12">
          {url === '' ? <NoCompanion {...props} /> : <Content {...props} />}
        </div>
      </div>
    </section>
  );
}

function NoCompanion({ onOpenSettings }: CompanionScreenProps) {
  return (
    <div className="flex flex-col items-start gap-4">
      <p className="max-w-[65ch] text-soft">
        A companion is a computer of yours that runs “npm run server”. Once its address is in
        Settings, this screen shows how it is doing, who may use it, and what it is asked.
      </p>
      <Button onClick={onOpenSettings}>Open Settings</Button>
    </div>
  );
}

function Content(props: CompanionScreenProps) {
  const { store, companion, onOpenSettings } = props;
  const { report, failure, reportedAt, retry } = useStore(store);
  const known = useStore(companion);
  const host = hostOfCompanion(known);
  const failed = failure && describeAdminFailure(failure, { host, hasKey: known.hasKey });
  const mayNotLook = failed?.remedy === 'settings';
  return (
    <>
      <div className="flex flex-col gap-3 text-sm text-soft">
        <div role="status" className="flex flex-col items-start gap-3 empty:hidden">
          {failed && (
            <Failure {...failed} onRetry={() => void retry()} onOpenSettings={onOpenSettings} />
          )}
          {!failed && !report && `Asking ${host}`}
        </div>
        {report && !mayNotLook && (
          <p>
            {`${host}, ${describeServer(report)}`}
            {failed && ` (as it was at ${new Date(reportedAt).toLocaleTimeString('en-GB')})`}
          </p>
        )}
      </div>
      {report && !mayNotLook && <Parts {...props} report={report} />}
    </>
  );
}

interface FailureProps extends FailureText {
  onRetry(): void;
  onOpenSettings(): void;
}

function Failure({ text, remedy, onRetry, onOpenSettings }: FailureProps) {
  return (
    <>
      <p className="max-w-[65ch] break-words text-danger">{text}</p>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
        {remedy === 'settings' && (
          <Button size="small" onClick={onOpenSettings}>
            Open Settings
          </Button>
        )}
      </div>
    </>
  );
}

function Parts(props: CompanionScreenProps & { report: CompanionReport }) {
  const { store, report, renderRequests } = props;
  return (
    <>
      <Part title="Models in memory">
        <ModelList engines={report.engines} memory={report.memory} />
      </Part>
      <Part title="Nodes">
        <NodeList nodes={report.nodes} />
      </Part>
      <Part title="Queue">
        <QueueList store={store} queue={report.queue} />
      </Part>
      <KeyList store={store} />
      <RequestsPart store={store} totals={report.requests} renderRequests={renderRequests} />
    </>
  );
}
