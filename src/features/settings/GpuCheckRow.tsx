import { useStore } from 'zustand';
import type { DeviceProbe } from '../../engine-client/device.ts';
import { describeError } from '../../engine/error-sentences.ts';
import { Button } from '../../ui/Button.tsx';
import { describeVerdict, listFacts } from './describe-gpu.ts';
import { Row } from './Row.tsx';

/** What is known of the GPU, and the check of its numbers. Nothing if there is none. */
export function GpuCheckRow({ device }: { device: DeviceProbe }) {
  const adapter = useStore(device)?.adapter;
  const check = useStore(device.check);
  if (!adapter) return null;
  const isRunning = check.status === 'running';
  const text =
    check.status === 'failed'
      ? describeError(check.error).sentence
      : describeVerdict(adapter, check.status === 'done' ? check.verdict : undefined);
  return (
    <Row
      title="GPU check"
      text={isRunning ? 'Comparing the GPU with the processor. This takes up to a minute.' : text}
    >
      <dl className="mb-4 grid max-w-[65ch] grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm">
        {listFacts(adapter).map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-soft">{label}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <Button size="small" disabled={isRunning} onClick={() => void device.checkAgain()}>
        {isRunning ? 'Checking' : check.status === 'unknown' ? 'Check now' : 'Check again'}
      </Button>
      <p role="status" className="sr-only">
        {isRunning ? 'Checking…' : check.status === 'done' ? text : ''}
      </p>
    </Row>
  );
}
