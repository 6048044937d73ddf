interface EmptyChatProps {
  /** Whether the built-in guide answers: its examples show what it can do. */
  isGuide: boolean;
  modelTitle: string;
  /** It answers on the companion. */
  isElsewhere: boolean;
  onAsk(question: string): void;
}

const GUIDE_EXAMPLES = [
  'What can I do here?',
  'Does anything I type leave this page?',
  'Tagline for Moonleaf, a tea shop',
  "Hero image for a cosy bakery's autumn sale, warm light",
  'Colours for a rainy day',
  'How do I get a larger model?',
];
const MODEL_EXAMPLES = [
  'Explain tides to a child',
  'Write a polite reminder about an unpaid invoice',
  'Three dinner ideas with lentils',
  'What is a closure in JavaScript?',
];

/** The start of a conversation: an example to press. */
export function EmptyChat({ isGuide, modelTitle, isElsewhere, onAsk }: EmptyChatProps) {
  return (
    <div className="m-auto w-full max-w-2xl py-10">
      <h1 className="font-display text-4xl leading-tight tracking-tight text-balance sm:text-5xl">
        What shall we write?
      </h1>
      <p className="mt-3 text-soft">
        {isGuide
          ? 'The built-in guide answers at once: it knows Triptych, and helps with titles, colours and picture ideas. It is a very small model.'
          : `${modelTitle} answers, on ${isElsewhere ? 'your companion' : 'this device'}.`}
      </p>
      <ul aria-label="Examples" className="mt-6 grid gap-2 sm:grid-cols-2">
        {(isGuide ? GUIDE_EXAMPLES : MODEL_EXAMPLES).map((example) => (
          <li key={example}>
            <button
              type="button"
              onClick={() => onAsk(example)}
              className="h-full w-full rounded-control border bg-surface px-4 py-3 text-left text-sm text-soft transition-colors duration-150 hover:border-line-strong hover:text-ink"
            >
              {example}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
