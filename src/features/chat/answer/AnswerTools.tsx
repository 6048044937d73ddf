import { ChevronDown, Ellipsis } from 'lucide-react';
import {
  ContinueIcon,
  ForkIcon,
  ReadAloudIcon,
  RegenerateIcon,
  SaveIcon,
  SpeechIcon,
  StopIcon,
  StudioIcon,
} from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { formatTokensPerSecond } from '../../../ui/format.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu, MenuHeading, MenuItem, MenuSeparator } from '../../../ui/Menu.tsx';
import { REMOTE } from '../store/answer-events.ts';
import type { StoredMessage } from '../../../storage/conversations.ts';
import type { AnswerProps } from './Answer.tsx';
import { Siblings } from './Siblings.tsx';

/** The actions for an answer, and who wrote it. */
export function AnswerTools(props: AnswerProps) {
  const { message, isBusy, nameOfModel, actions } = props;
  const canContinue = message.content !== '' && message.state !== 'complete' && !message.source;
  return (
    <footer className="mt-1.5 -ml-2 flex flex-wrap items-center gap-x-1 text-xs text-faint">
      <Siblings {...props} what="answer" />
      <CopyButton text={message.content} label="Copy" />
      <ReadAloudButton {...props} />
      <span className="flex items-center">
        <IconButton
          label="Regenerate"
          disabled={isBusy}
          onClick={() => actions.onRegenerate(message.id)}
        >
          <RegenerateIcon />
        </IconButton>
        <OtherModels {...props} />
      </span>
      {canContinue && (
        <IconButton
          label="Continue"
          disabled={isBusy}
          onClick={() => actions.onContinue(message.id)}
        >
          <ContinueIcon />
        </IconButton>
      )}
      <More {...props} />
      <span className="ml-2">{describeAnswer(message, nameOfModel)}</span>
    </footer>
  );
}

/** The same question to another model that is here. */
function OtherModels({ message, models, isBusy, actions, outlets }: AnswerProps) {
  return (
    <Menu
      className="max-w-[calc(100vw-1.5rem)]"
      trigger={
        <Button
          kind="quiet"
          size="icon-small"
          disabled={isBusy}
          aria-label="Answer with another model"
          title="Answer with another model"
          className="-ml-1 w-6"
        >
          <ChevronDown />
        </Button>
      }
    >
      <MenuHeading>Regenerate with</MenuHeading>
      {models.map(({ id, title, isRemote }) => (
        <MenuItem key={id} onSelect={() => actions.onRegenerate(message.id, id)}>
          <span className="min-w-0 flex-1 truncate">{title}</span>
          <span className="text-xs text-faint">
            {id === message.model ? 'wrote this' : isRemote && 'on your companion'}
          </span>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => outlets.onAction('open:models')}>All models</MenuItem>
    </Menu>
  );
}

function More({ message, actions, outlets }: AnswerProps) {
  return (
    <Menu
      trigger={
        <Button kind="quiet" size="icon-small" aria-label="More for this answer" title="More">
          <Ellipsis />
        </Button>
      }
    >
      {message.content !== '' && (
        <>
          <MenuItem onSelect={() => outlets.openInSpeech(message.content)}>
            <SpeechIcon /> Open in Speech
          </MenuItem>
          <MenuItem onSelect={() => outlets.openInStudio(message.content)}>
            <StudioIcon /> Open in Studio
          </MenuItem>
          <MenuItem onSelect={() => outlets.saveAsSound(message.content)}>
            <SaveIcon /> Save as audio
          </MenuItem>
        </>
      )}
      <MenuItem onSelect={() => actions.onFork(message.id)}>
        <ForkIcon /> Fork from here
      </MenuItem>
    </Menu>
  );
}

function ReadAloudButton({ message, isReadAloud, outlets }: AnswerProps) {
  return (
    <IconButton
      label={isReadAloud ? 'Stop reading' : 'Read aloud'}
      disabled={message.content === ''}
      onClick={() => outlets.readAloud.toggle(message.id)}
    >
      {isReadAloud ? <StopIcon fill="currentColor" className="text-accent" /> : <ReadAloudIcon />}
    </IconButton>
  );
}

/** The model that wrote it comes first; of a text that no model wrote there is nothing to tell. */
function describeAnswer(
  { model, stats, source }: StoredMessage,
  nameOfModel: (id: string) => string,
): string {
  if (source || !model) return '';
  const place = stats ? describePlace(stats) : '';
  const first = stats?.firstTokenMs ? `first word ${(stats.firstTokenMs / 1000).toFixed(1)} s` : '';
  const speed = stats?.tokensPerSecond ? formatTokensPerSecond(stats.tokensPerSecond) : '';
  return [nameOfModel(model), place, first, speed].filter(Boolean).join(' · ');
}

function describePlace({ device, dtype }: NonNullable<StoredMessage['stats']>): string {
  if (device === REMOTE) return 'on your companion';
  return `${device === 'webgpu' ? 'WebGPU' : 'wasm'} ${dtype}`;
}
