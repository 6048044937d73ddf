import { LayoutGrid, Shuffle } from 'lucide-react';
import { useMemo, useState } from 'react';
import { readStickerPrompt, STICKER_BACKGROUNDS, STICKER_NAMES } from '../../engine/images/sticker-names.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { INPUT } from '../../ui/Field.tsx';

/** Prompts to press. Every thing in them is one that the built-in model knows. */
export const STICKER_EXAMPLES = [
  'a fox on a teal background',
  'a rocket on a purple background',
  'a pizza on a yellow background',
  'an owl on a pink background',
  'a blue car on a white background',
  'a cactus on an orange background',
] as const;

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
      {reading.things.length !== 1 && (
        <Chips
          label="Suggestions"
          names={reading.things.length > 1 ? reading.things : reading.suggestions}
          onPick={(name) => onChangePrompt(withGround(name, reading.background))}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => onDraw(surprise())}>
          <Shuffle /> Surprise me
        </Button>
        <Button size="small" kind="quiet" onClick={() => setListOpen(true)}>
          <LayoutGrid /> All it knows
        </Button>
      </div>
      <Dialog
        isOpen={isListOpen}
        onOpenChange={setListOpen}
        title={`${STICKER_NAMES.length} things that Stickers draws`}
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

function describeReading(prompt: string, { things, background, unknown }: ReturnType<typeof readStickerPrompt>) {
  if (prompt.trim() === '') return 'A small model: it draws one object of those it knows, on a plain background.';
  if (things.length === 0)
    return 'Stickers knows nothing by that name: it would draw a shapeless blob. It is a small model that knows a few hundred things.';
  if (things.length > 1)
    return `Stickers draws one object at a time; ${joinNames(things)} together would be a blur. Choose one:`;
  const ground = background ? ` on ${background}` : '';
  const passed = unknown.length > 0 ? ` It passes over ${joinNames(unknown.map((word) => `“${word}”`))}.` : '';
  return `Draws: ${things[0]}${ground}.${passed}`;
}

function joinNames(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
}

interface ChipsProps {
  label: string;
  names: readonly string[];
  onPick(name: string): void;
}

/** Short texts to press. */
export function Chips({ label, names, onPick }: ChipsProps) {
  if (names.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-wrap gap-1.5">
      {names.map((name) => (
        <li key={name}>
          <button
            type="button"
            onClick={() => onPick(name)}
            className="rounded-full border bg-raised px-3 py-1.5 text-[0.8125rem] text-soft transition-colors duration-150 hover:border-line-strong hover:text-ink"
          >
            {name}
          </button>
        </li>
      ))}
    </ul>
  );
}

function KnownThings({ onPick }: { onPick(name: string): void }) {
  const [search, setSearch] = useState('');
  const words = search.trim().toLowerCase();
  const found = STICKER_NAMES.filter((name) => name.includes(words));
  return (
    <div className="flex min-h-0 flex-col gap-3 p-4">
      <input
        autoFocus
        aria-label="Search the things"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        placeholder="Search"
        className={INPUT}
      />
      <div className="min-h-0 overflow-y-auto">
        {found.length > 0 ? (
          <Chips label="Things" names={found} onPick={onPick} />
        ) : (
          <p className="py-6 text-center text-sm text-faint">It knows nothing by that name</p>
        )}
      </div>
    </div>
  );
}

function withGround(name: string, background = 'white'): string {
  const article = /s$/.test(name) && !/(bus|compass|octopus|cactus|hibiscus)$/.test(name) ? '' : `${articleOf(name)} `;
  return `${article}${name} on ${articleOf(background)} ${background} background`;
}

function articleOf(word: string): string {
  return /^[aeio]|^um/.test(word) ? 'an' : 'a';
}

function surprise(): string {
  return withGround(pick(STICKER_NAMES), pick(STICKER_BACKGROUNDS));
}

function pick<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)] as T;
}
