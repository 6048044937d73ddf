interface EmptySpeechProps {
  onTry(text: string): void;
}

const EXAMPLES = [
  {
    title: 'A beginning',
    text: 'The last bus up the hill had no driver that evening, and nobody aboard seemed to mind. It stopped where it should, waited for the rain to get in, and rang its bell once for a heron.',
  },
  {
    title: 'Numbers and dates',
    text: 'On January 5th, 2024, at 10:30 a.m., Dr. Smith paid $3.50 for 2 kg of apples. It was 20°C, about 68°F, and 75% of them were ripe.',
  },
  {
    title: 'Markdown, with a pause',
    text: '# Tea for two\n\n1. Boil **300 ml** of water.\n2. Wait. [pause 1.5s] Not that long.\n3. Pour, and *enjoy*.',
  },
];

/** The start of a reading: an example to press. */
export function EmptySpeech({ onTry }: EmptySpeechProps) {
  return (
    <div className="mx-auto w-full max-w-[44rem] pt-6 sm:pt-10">
      <h1 className="font-display text-3xl leading-tight tracking-tight text-balance sm:text-5xl">
        What shall we read?
      </h1>
      <p className="mt-3 text-soft">
        Any length: speech starts with the first sentence. Write or paste text, or drop a text,
        Markdown, EPUB, Word or PDF file.
      </p>
      <ul aria-label="Examples" className="mt-6 flex flex-wrap gap-2">
        {EXAMPLES.map(({ title, text }) => (
          <li key={title}>
            <button
              type="button"
              onClick={() => onTry(text)}
              className="rounded-control border bg-surface px-4 py-2.5 text-left text-sm text-soft transition-colors duration-150 hover:border-line-strong hover:text-ink"
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
