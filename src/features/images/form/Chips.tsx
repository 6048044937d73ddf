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
