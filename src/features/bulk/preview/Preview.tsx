import { useState } from 'react';
import type { BulkItem, DoneOutcome, MadeFile } from '../../../engine/bulk/bulk-item.ts';
import type { GivenPoint } from '../../../engine/bulk/focal-points.ts';
import { Button } from '../../../ui/Button.tsx';
import { Choice } from '../../../ui/Choice.tsx';
import { formatBytes } from '../../../ui/format.ts';
import { Progress } from '../../../ui/Progress.tsx';
import { formatChange } from '../list/format-change.ts';
import type { BulkActions } from '../store/bulk-state.ts';
import { isCurrent } from '../../../engine/bulk/outcomes.ts';
import { BeforeAfter } from './BeforeAfter.tsx';
import { FocalPointBar } from './FocalPointBar.tsx';
import { FocalPointEditor } from './FocalPointEditor.tsx';
import { OpenInStudio } from './OpenInStudio.tsx';
import { describeFindings, isHardToRead } from './describe-findings.ts';
import { useBlobUrl } from '../../../ui/use-blob-url.ts';

interface PreviewProps extends Pick<BulkActions, 'readSource' | 'readMade' | 'setFocalPoint'> {
  item: BulkItem;
  recipe: string;
  /** Whether the chain crops around a point, which can be chosen here. */
  hasFocalPoint: boolean;
  /** 0 to 1 while it is processed. */
  done: number | undefined;
  /** Has texts that are hard to read get a shade. */
  onShade(): void;
  onOpenInStudio(file: Blob): Promise<void>;
}

/** A picture before and after, with both sizes. */
export function Preview(props: PreviewProps) {
  const { item, recipe, done, readSource, readMade, setFocalPoint } = props;
  const { outcome } = item;
  const [chosen, setChosen] = useState(0);
  const [isPointing, setPointing] = useState(false);
  const made = outcome?.status === 'done' ? outcome : undefined;
  const index = made?.files[chosen] ? chosen : 0;
  const before = useBlobUrl(item.id, () => readSource(item.id));
  // What was made before stays in sight until the chain has run again.
  const after = useBlobUrl(`${item.id} ${index} ${outcome?.recipe}`, async () =>
    made ? (await readMade(item.id))[index] : undefined,
  );
  const isFailed = outcome?.status === 'failed' && isCurrent(item, recipe);
  const showsPoint = props.hasFocalPoint && isPointing && made && before;
  return (
    <section aria-label="Preview" className="flex min-w-0 flex-col xl:min-h-0">
      <div className="h-1">{done !== undefined && <Progress label="Preview" value={done} />}</div>
      <div className="relative min-h-56 flex-1 bg-sunken" aria-busy={done !== undefined}>
        {isFailed ? (
          <Failure sentence={outcome.sentence} code={outcome.code} />
        ) : showsPoint ? (
          <FocalPointEditor
            url={before}
            picture={made}
            crop={made.files[index] ?? made}
            point={readPoint(item)}
            onChange={(point) => void setFocalPoint(item.id, point)}
          />
        ) : (
          <BeforeAfter before={before} after={made ? after : undefined} />
        )}
      </div>
      <div className="flex flex-col gap-2 border-t px-4 py-3 text-sm sm:px-6">
        <Names item={item} made={made} chosen={index} onChoose={setChosen} />
        {props.hasFocalPoint && (
          <FocalPointBar
            isPointing={isPointing}
            isGiven={item.focalPoint !== undefined}
            onPointing={setPointing}
            onFind={() => void setFocalPoint(item.id, null)}
          />
        )}
        <Sizes item={item} made={made} file={made?.files[index]} />
        <OpenInStudio
          readFile={async () => (made && (await readMade(item.id))[index]) ?? readSource(item.id)}
          onOpen={props.onOpenInStudio}
        />
        {made && <Findings findings={made.findings} onShade={props.onShade} />}
      </div>
    </section>
  );
}

/** The one that somebody has chosen, else the one that was found. */
function readPoint({ focalPoint, outcome }: BulkItem): GivenPoint {
  if (focalPoint) return focalPoint;
  const found = outcome?.status === 'done' ? outcome.findings['focalPoint'] : undefined;
  return (found as GivenPoint | undefined) ?? { x: 0.5, y: 0.5 };
}

function Failure({ sentence, code }: { sentence: string; code: string }) {
  return (
    <div
      role="alert"
      className="absolute inset-0 flex flex-col items-center justify-center gap-1 p-8 text-center"
    >
      <p className="max-w-md">{sentence}</p>
      <code className="font-mono text-xs text-soft">{code}</code>
    </div>
  );
}

interface NamesProps {
  item: BulkItem;
  made: DoneOutcome | undefined;
  chosen: number;
  onChoose(index: number): void;
}

/** Where a picture was made into several files, each can be looked at. */
function Names({ item, made, chosen, onChoose }: NamesProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <h2 className="min-w-0 truncate font-medium" title={item.name}>
        {item.name}
      </h2>
      {made && made.files.length > 1 && (
        <Choice
          label="File"
          value={String(chosen)}
          options={made.files.map((file, index) => ({
            value: String(index),
            label: labelOf(file, index, made.files),
          }))}
          onChange={(value) => onChoose(Number(value))}
        />
      )}
    </div>
  );
}

/** The ending is said where there are several of a name. */
function labelOf({ name, extension }: MadeFile, index: number, all: readonly MadeFile[]): string {
  const isOnly = all.filter((file) => file.name === name).length === 1;
  return isOnly && name ? name : `${name ?? index + 1} ${extension}`;
}

interface SizesProps {
  item: BulkItem;
  made: DoneOutcome | undefined;
  file: MadeFile | undefined;
}

function Sizes({ item, made, file }: SizesProps) {
  return (
    <dl className="grid grid-cols-2 gap-4">
      <div>
        <dt className="text-xs text-faint">Before</dt>
        <dd>
          <strong className="font-medium">{formatBytes(item.sizeBytes)}</strong>
          {made && (
            <span className="block text-xs text-soft">
              {made.kind.toUpperCase()} · {made.width} × {made.height}
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt className="text-xs text-faint">After</dt>
        <dd>
          {file ? (
            <>
              <strong className="font-medium">{formatBytes(file.sizeBytes)}</strong>{' '}
              <span className="text-accent">{formatChange(item.sizeBytes, file.sizeBytes)}</span>
              <span className="block text-xs text-soft">
                {file.extension.toUpperCase()} · {file.width} × {file.height}
                {file.quality !== undefined && ` · quality ${file.quality}`}
              </span>
            </>
          ) : (
            <span className="text-faint">…</span>
          )}
        </dd>
      </div>
    </dl>
  );
}

interface FindingsProps {
  findings: DoneOutcome['findings'];
  onShade(): void;
}

function Findings({ findings, onShade }: FindingsProps) {
  const lines = describeFindings(findings);
  if (lines.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <ul aria-label="Findings" className="text-xs text-soft">
        {lines.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ul>
      {isHardToRead(findings) && (
        <Button size="small" onClick={onShade}>
          Lay a shade behind the text
        </Button>
      )}
    </div>
  );
}
