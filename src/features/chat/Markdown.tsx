import { useEffect, useState } from 'react';
import { Streamdown, type Components, type MathPlugin } from 'streamdown';
import { createCodeHighlighter } from './code-highlighter.ts';
import { hasMath, writeMathAsDollars } from './math-marks.ts';

/** Nothing that an answer writes may load or run: pictures become their description, links open elsewhere and tell nobody where from. */
const components: Components = {
  img: ({ alt }) => <span className="text-faint">[picture: {alt || 'no description'}]</span>,
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noreferrer noopener" className="text-accent underline underline-offset-2">
      {children}
    </a>
  ),
};
const controls = { code: { copy: true, download: false }, table: false, mermaid: false } as const;
const code = createCodeHighlighter();

interface MarkdownProps {
  text: string;
  /** Whether more is to come: unfinished markup is completed for the moment. */
  isWriting: boolean;
}

export default function Markdown({ text, isWriting }: MarkdownProps) {
  const isMath = hasMath(text);
  const math = useMathPlugin(isMath);
  return (
    <Streamdown
      className="markdown"
      components={components}
      mode={isWriting ? 'streaming' : 'static'}
      controls={controls}
      plugins={math ? { code, math } : { code }}
      lineNumbers={false}
    >
      {isMath ? writeMathAsDollars(text) : text}
    </Streamdown>
  );
}

function useMathPlugin(isNeeded: boolean): MathPlugin | undefined {
  const [plugin, setPlugin] = useState<MathPlugin>();
  useEffect(() => {
    if (isNeeded) void import('./markdown-math.ts').then(({ mathPlugin }) => setPlugin(mathPlugin));
  }, [isNeeded]);
  return plugin;
}
