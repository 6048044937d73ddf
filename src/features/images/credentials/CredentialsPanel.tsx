import { useEffect, useState } from 'react';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { describeError } from '../../../engine/error-sentences.ts';
import type { ReportedAction } from '../../../engine/credentials/credentials-report.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import {
  describeAction,
  describeDate,
  describeIngredient,
  describeState,
  type FoundCredentials,
} from './describe-credentials.ts';
import type { PictureCredentials } from './picture-credentials.ts';
import { useCredentials, type CredentialsReading } from './use-credentials.ts';
import { FactList } from '../../../ui/FactList.tsx';

interface CredentialsPanelProps {
  file: Blob | null;
  credentials: Pick<PictureCredentials, 'open'>;
}

/** What a picture's Content Credentials say, and whether they hold. Nothing if it has none. */
export function CredentialsPanel({ file, credentials }: CredentialsPanelProps) {
  const reading = useCredentials(file, credentials);
  if (reading.status === 'looking') return null;
  if (reading.status === 'read' && reading.report.state === 'none') return null;
  return (
    <section aria-label="Content Credentials" className="flex flex-col gap-2 border-t pt-3 text-sm">
      <h3 className="text-xs text-faint">Content Credentials</h3>
      <Contents reading={reading} />
    </section>
  );
}

/** The same for a picture of the library; those that were drawn here are signed when saved. */
export function CredentialsOfStored({
  picture: { id, jobId },
  library,
  credentials,
}: {
  picture: StoredPicture;
  library: Pick<PictureLibrary, 'readFile'>;
  credentials: Pick<PictureCredentials, 'open'>;
}) {
  const isFromFile = jobId === undefined;
  const [file, setFile] = useState<Blob | null>(null);
  useEffect(() => {
    let isCurrent = true;
    // A lost picture is reported where it is shown.
    if (isFromFile)
      library.readFile(id).then(
        (found) => isCurrent && setFile(found),
        () => isCurrent && setFile(null),
      );
    return () => {
      isCurrent = false;
    };
  }, [library, id, isFromFile]);
  return <CredentialsPanel file={isFromFile ? file : null} credentials={credentials} />;
}

function Contents({ reading }: { reading: CredentialsReading }) {
  if (reading.status === 'failed')
    return (
      <p role="alert">
        {describeError(reading.error).sentence}{' '}
        <code className="font-mono text-xs text-soft">{reading.error.code}</code>
      </p>
    );
  if (reading.status === 'read' && reading.report.state !== 'none')
    return <Report report={reading.report} />;
  return <p className="animate-pulse text-faint">Reading</p>;
}

function Report({ report }: { report: FoundCredentials }) {
  const { state, signer, at, generator, actions, ingredients, problems } = report;
  const isSound = state === 'yours' || state === 'unknown-signer';
  const facts = [
    [isSound ? 'Signed by' : 'Claims to be from', signer],
    ['When', at && describeDate(at)],
    ['Written by', generator],
  ].flatMap(([name, value]) => (name && value ? [[name, value] as const] : []));
  return (
    <>
      <p role="status" className={isSound ? '' : 'text-danger'}>
        {describeState(state)}
      </p>
      <FactList facts={facts} />
      <Steps label="What was done" steps={actions} generator={generator} />
      {ingredients.map((ingredient, index) => (
        <div key={index}>
          <p className="break-words">{describeIngredient(ingredient)}</p>
          <Steps
            label="What was done to it before"
            steps={ingredient.actions}
            generator={generator}
          />
        </div>
      ))}
      {problems.length > 0 && (
        <p className="font-mono text-xs break-all text-soft">{problems.join(' ')}</p>
      )}
    </>
  );
}

interface StepsProps {
  label: string;
  steps: readonly ReportedAction[];
  generator: string | undefined;
}

function Steps({ label, steps, generator }: StepsProps) {
  if (steps.length === 0) return null;
  return (
    <ol aria-label={label} className="list-decimal pl-5 break-words text-soft">
      {steps.map((step, index) => (
        <li key={index}>{describeAction(step, generator)}</li>
      ))}
    </ol>
  );
}
