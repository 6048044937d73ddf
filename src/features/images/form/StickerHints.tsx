import { LayoutGrid } from 'lucide-react';
import { useMemo, useState } from 'react';
import {
  MAX_STICKERS,
  promptForStickers,
  readStickerPrompt,
  STICKER_BACKGROUNDS,
  STICKER_NAMES,
  type StickerReading,
} from '../../../engine/stickers/sticker-names.ts';
import { SurpriseIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { INPUT } from '../../../ui/Field.tsx';
import { Chips } from './Chips.tsx';

interface StickerHintsProps {
  prompt: string;
  onChangePrompt(prompt: string): void;
  /** Puts a prompt into the form and draws it. */
  onDraw(prompt: string): void;
}

/** What the built-in model makes of the prompt, and what it could be asked for. */
export function StickerHints({ prompt, onChangePrompt, onDraw }: StickerHintsProps) {
  const [isListOpen, setListOpen] = useState(false);
  const reading = useMemo(() => readStickerPrompt(prompt), [prompt]);
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="text-xs text-soft">
        {describeReading(prompt, reading)}
      </p>
      <Chips
        label="Suggestions"
        names={suggestInstead(reading)}
        onPick={(name) => onChangePrompt(withGround(name, reading.background))}
      />
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => onDraw(surprise())}>
          <SurpriseIcon /> Surprise me
        </Button>
        <Button size="small" kind="quiet" onClick={() => setListOpen(true)}>
          <LayoutGrid /> Everything it can draw
        </Button>
      </div>
      <Dialog
        isOpen={isListOpen}
        onOpenChange={setListOpen}
        title={`${STICKER_NAMES.length} things Stickers can draw`}
      >
        <KnownThings
          onPick={(name) => {
            setListOpen(false);
            onDraw(withGround(name, reading.background));
          }}
        />
      </Dialog>
    </div>
  );
}

function describeReading(prompt: string, { things, isTwice, background, unknown }: StickerReading) {
  if (prompt.trim() === '')
    return 'A small model: it draws one or two things it knows, on a plain background.';
  if (things.length === 0)
    return 'Stickers does not know that and would draw a shapeless blob. It is a small model that knows a few hundred things.';
  if (things.length > MAX_STICKERS)
    return `Stickers draws one or two things side by side; ${joinNames(things)} together would be a muddle. Choose:`;
  const together = things.length > 1 ? ', side by side,' : isTwice ? ', twice,' : '';
  const ground = background ? `${together} on ${background}` : together.replace(/,$/, '');
  const passed = unknown.length > 0 ? ` It ignores ${quoteSome(unknown)}.` : '';
  return `Draws: ${joinNames(things)}${ground}.${passed}`;
}

const MAX_QUOTED = 6;

function quoteSome(words: readonly string[]): string {
  const more = words.length - MAX_QUOTED;
  const quoted = words.slice(0, MAX_QUOTED).map((word) => `“${word}”`);
  return joinNames(more > 1 ? [...quoted, `${more} more words`] : words.map((word) => `“${word}”`));
}

/**
 * Of more things than it can draw, the neighbours in twos; for none, names that are spelled nearly
 * so.
 */
function suggestInstead({ things, suggestions }: StickerReading): readonly string[] {
  if (things.length > MAX_STICKERS)
    return things.slice(1).map((thing, index) => `${things[index]} and ${thing}`);
  return things.length === 0 ? suggestions : [];
}

function joinNames(names: readonly string[]): string {
  return names.length > 1
    ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
    : (names[0] ?? '');
}

function KnownThings({ onPick }: { onPick(name: string): void }) {
  const [search, setSearch] = useState('');
  const words = search.trim().toLowerCase();
  const found = STICKER_NAMES.filter((name) => name.includes(words));
  return (
    <div className="flex min-h-0 flex-col gap-3 p-4">
      <input
        autoFocus
        aria-label="Search things"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        placeholder="Search"
        className={INPUT}
      />
      <div className="min-h-0 overflow-y-auto">
        {found.length > 0 ? (
          <Chips label="Things" names={found} onPick={onPick} />
        ) : (
          <p className="py-6 text-center text-sm text-faint">No matches</p>
        )}
      </div>
    </div>
  );
}

/** A prompt for a thing, or for two that are joined by "and". */
function withGround(names: string, background = 'white'): string {
  return promptForStickers(readStickerPrompt(names).things, background);
}

function surprise(): string {
  return withGround(pick(STICKER_NAMES), pick(STICKER_BACKGROUNDS));
}

function pick<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)] as T;
}
