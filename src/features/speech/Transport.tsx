import { Download, Gauge, Pause, Play, RotateCcw, Square } from 'lucide-react';
import { useState } from 'react';
import type { PlayerState } from '../../engine-client/speech-player.ts';
import { Button } from '../../ui/Button.tsx';
import { formatClock } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuHeading, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { Slider } from '../../ui/Slider.tsx';
import { Waveform } from './Waveform.tsx';

interface TransportProps {
  player: PlayerState;
  peaks: readonly number[];
  durationSeconds: number;
  isSpeaking: boolean;
  /** Stopped before its end. */
  canResume: boolean;
  isExporting: boolean;
  onPlay(): void;
  onPause(): void;
  onStop(): void;
  onResume(): void;
  onSeek(seconds: number): void;
  onRate(rate: number): void;
  onExport(kind: ExportKind): void;
}

export type ExportKind = 'mp3' | 'wav' | 'opus' | 'flac' | 'srt' | 'vtt';

const EXPORTS = [
  { kind: 'mp3', text: 'MP3', note: 'plays everywhere' },
  { kind: 'opus', text: 'Opus', note: 'smallest' },
  { kind: 'flac', text: 'FLAC', note: 'lossless' },
  { kind: 'wav', text: 'WAV', note: 'uncompressed' },
] as const;
const SUBTITLES = [
  { kind: 'srt', text: 'Subtitles, SRT' },
  { kind: 'vtt', text: 'Subtitles, WebVTT' },
] as const;

/** Play, place, speed and download of a reading. */
export function Transport(props: TransportProps) {
  const { player, peaks, durationSeconds, isSpeaking } = props;
  const isPlaying = player.status === 'playing' || player.status === 'waiting';
  return (
    <div className="flex items-center gap-2 sm:gap-3">
      <Button
        kind="primary"
        size="icon"
        aria-label={isPlaying ? 'Pause' : 'Play'}
        aria-keyshortcuts="Space"
        onClick={isPlaying ? props.onPause : props.onPlay}
        className="size-11 rounded-full"
      >
        {isPlaying ? <Pause fill="currentColor" /> : <Play fill="currentColor" className="ml-0.5" />}
      </Button>
      <div className="min-w-0 flex-1">
        <Waveform
          peaks={peaks}
          durationSeconds={durationSeconds}
          positionSeconds={player.positionSeconds}
          isGrowing={isSpeaking}
          onSeek={props.onSeek}
        />
        <p className="flex justify-between text-xs text-faint">
          <span>{formatClock(player.positionSeconds)}</span>
          <span>{formatClock(durationSeconds)}</span>
        </p>
      </div>
      {isSpeaking && (
        <IconButton label="Stop speaking" shortcut="Esc" size="icon" onClick={props.onStop}>
          <Square />
        </IconButton>
      )}
      {props.canResume && (
        <IconButton label="Speak the rest" size="icon" onClick={props.onResume}>
          <RotateCcw />
        </IconButton>
      )}
      <Speed rate={player.rate} onChange={props.onRate} />
      <ExportMenu isBusy={props.isExporting} onExport={props.onExport} />
    </div>
  );
}

function Speed({ rate, onChange }: { rate: number; onChange(rate: number): void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      label="Speed"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button kind="quiet" size="small" aria-label={`Speed: ${rate} times`} className="px-2 tabular-nums">
          <Gauge className="hidden sm:block" />
          {rate}×
        </Button>
      }
    >
      <p className="mb-2 flex justify-between text-sm">
        <span>Speed</span>
        <span className="text-soft">{rate}×</span>
      </p>
      <Slider
        label="Speed"
        value={rate}
        min={0.5}
        max={3}
        step={0.05}
        valueText={`${rate} times`}
        onChange={(next) => onChange(Number(next.toFixed(2)))}
      />
      <div className="mt-2 flex justify-between">
        {[0.75, 1, 1.25, 1.5, 2].map((choice) => (
          <Button
            key={choice}
            kind={choice === rate ? 'secondary' : 'quiet'}
            size="small"
            onClick={() => onChange(choice)}
          >
            {choice}×
          </Button>
        ))}
      </div>
    </Popover>
  );
}

function ExportMenu({ isBusy, onExport }: { isBusy: boolean; onExport(kind: ExportKind): void }) {
  return (
    <Menu
      align="end"
      className="w-56"
      trigger={
        <Button kind="quiet" size="icon" aria-label="Download" disabled={isBusy}>
          <Download className={isBusy ? 'animate-pulse' : ''} />
        </Button>
      }
    >
      <MenuHeading>Sound</MenuHeading>
      {EXPORTS.map(({ kind, text, note }) => (
        <MenuItem key={kind} onSelect={() => onExport(kind)}>
          <span className="flex-1">{text}</span>
          <span className="text-xs text-faint">{note}</span>
        </MenuItem>
      ))}
      <MenuSeparator />
      {SUBTITLES.map(({ kind, text }) => (
        <MenuItem key={kind} onSelect={() => onExport(kind)}>
          {text}
        </MenuItem>
      ))}
    </Menu>
  );
}
