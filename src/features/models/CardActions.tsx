import { Ellipsis, Pause, ShieldCheck, Undo2, Wrench } from 'lucide-react';
import type { ModelManifest, ModelVariant } from '../../engine/models/manifest.ts';
import {
  CancelIcon,
  ContinueIcon,
  DeleteIcon,
  DownloadIcon,
  SaveIcon,
} from '../../ui/action-icons.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { canExport } from './given-files.ts';
import type { ModelCardProps } from './ModelCard.tsx';

interface CardActionsProps extends ModelCardProps {
  /** The build to download, if one runs here. */
  variant: ModelVariant | undefined;
}

/** What can be done with a model now. */
export function CardActions(props: CardActionsProps) {
  const { manifest, installed, download, variant, isLeaving } = props;
  const { title } = manifest;
  if (isLeaving)
    return (
      <>
        <span className="text-sm text-faint">Deleting</span>
        <Button size="small" onClick={props.onKeep} aria-label={`Undo deleting ${title}`}>
          <Undo2 /> Undo
        </Button>
      </>
    );
  if (download && (download.status === 'running' || download.status === 'elsewhere'))
    return (
      <Button size="small" onClick={props.onPause} aria-label={`Pause the download of ${title}`}>
        <Pause /> Pause
      </Button>
    );
  if (download && manifest.origin !== 'built-in')
    return (
      <>
        {!download.isImport && (
          <Button
            size="small"
            kind="primary"
            onClick={props.onResume}
            aria-label={`Continue the download of ${title}`}
          >
            <ContinueIcon /> Continue
          </Button>
        )}
        <IconButton
          label={`Discard the ${download.isImport ? 'import' : 'download'} of ${title}`}
          onClick={props.onDiscard}
        >
          <CancelIcon />
        </IconButton>
        {installed && <InstalledMenu {...props} />}
      </>
    );
  if (manifest.origin === 'built-in' || installed)
    return (
      <>
        <UseButton {...props} />
        {installed && <InstalledMenu {...props} />}
      </>
    );
  if (!variant) return null;
  return (
    <Button
      size="small"
      kind={props.verdict?.type === 'runs' ? 'primary' : 'secondary'}
      onClick={() => props.onDownload(variant.dtype)}
      aria-label={`Download ${title}`}
    >
      <DownloadIcon /> Download{props.verdict?.type === 'too-large' ? ' anyway' : ''}
    </Button>
  );
}

/** Actions on a model; a part of other models is not used on its own. */
const USES: Readonly<Partial<Record<ModelManifest['task'], string>>> = {
  chat: 'Chat',
  image: 'Draw',
  speech: 'Speak',
};

/** A model that is too large, failed or had to be ended is not offered: it can be tried. */
function UseButton({ manifest, verdict, isMarked, failure, onUse }: CardActionsProps) {
  const use = USES[manifest.task];
  if (!use) return null;
  const isTooLarge = verdict?.type === 'too-large';
  const label = isTooLarge ? 'Try anyway' : isMarked || failure ? 'Try again' : use;
  return (
    <Button
      size="small"
      onClick={onUse}
      aria-label={`${label === use ? use : `${label}: ${use.toLowerCase()}`} with ${manifest.title}`}
    >
      {label}
    </Button>
  );
}

function InstalledMenu({
  manifest,
  job,
  onVerify,
  onRepair,
  onExport,
  onRemove,
}: CardActionsProps) {
  const isBusy = job?.status === 'running';
  return (
    <Menu
      align="end"
      trigger={
        <Button kind="quiet" size="icon-small" aria-label={`More for ${manifest.title}`}>
          <Ellipsis />
        </Button>
      }
    >
      {!isBusy && (
        <>
          <MenuItem onSelect={onVerify}>
            <ShieldCheck /> Check the files
          </MenuItem>
          <MenuItem onSelect={onRepair}>
            <Wrench /> Check and repair
          </MenuItem>
          {canExport() && (
            <MenuItem onSelect={onExport}>
              <SaveIcon /> Export to a folder
            </MenuItem>
          )}
        </>
      )}
      {!isBusy && manifest.origin !== 'built-in' && <MenuSeparator />}
      {manifest.origin !== 'built-in' && (
        <MenuItem onSelect={onRemove} isDangerous>
          <DeleteIcon /> Delete
        </MenuItem>
      )}
    </Menu>
  );
}
