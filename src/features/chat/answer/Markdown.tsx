import { useEffect, useMemo, useState } from 'react';
import remarkCjkFriendly from 'remark-cjk-friendly';
import remarkCjkFriendlyStrikethrough from 'remark-cjk-friendly-gfm-strikethrough';
import {
  Block,
  defaultRehypePlugins,
  defaultRemarkPlugins,
  Streamdown,
  type BlockProps,
  type Components,
  type MathPlugin,
  type StreamdownProps,
} from 'streamdown';
import { Button } from '../../../ui/Button.tsx';
import { createCodeHighlighter } from './code-highlighter.ts';
import { COMPLETION } from './markdown/complete-markdown.ts';
import { isTooDense } from './markdown/density.ts';
import { MORE_TAGS } from './markdown/harmless-tags.ts';
import { remarkAnswer } from './markdown/remark-answer.ts';
import { splitBlocks } from './markdown/split-blocks.ts';
import { countWithin } from './markdown/weigh-blocks.ts';

/**
 * Nothing that an answer writes may load or run: pictures become their description, links open
 * elsewhere and tell nobody where from.
 */
const components: Components = {
  img: ({ alt }) => <span className="text-faint">[picture: {alt || 'no description'}]</span>,
  a: ({ href, children }) => (
    <a
      href={href}
      target="_blank"
      rel="noreferrer noopener"
      className="text-accent underline underline-offset-2"
    >
      {children}
    </a>
  ),
};
const controls = { code: { copy: true, download: false }, table: false, mermaid: false } as const;
const code = createCodeHighlighter();

type Plugins = NonNullable<StreamdownProps['remarkPlugins']>;
/**
 * Chinese, Japanese and Korean have no spaces around what is marked, which CommonMark's rules for
 * asterisks count on.
 */
const remarkPlugins: Plugins = [
  remarkCjkFriendly,
  ...Object.values(defaultRemarkPlugins),
  remarkCjkFriendlyStrikethrough,
  remarkAnswer as never,
];
const rehypePlugins = allowMoreTags(defaultRehypePlugins);

interface MarkdownProps {
  text: string;
  /** Whether more is to come: unfinished markup is completed for the moment. */
  isWriting: boolean;
}

export default function Markdown({ text, isWriting }: MarkdownProps) {
  const { shown, rest, showMore } = useSlices(text);
  return (
    <>
      <Formatted text={shown} isWriting={isWriting && rest === ''} />
      {rest !== '' && (
        <>
          <p className="break-words whitespace-pre-wrap">{rest}</p>
          <Button size="small" className="mt-2" onClick={showMore}>
            Show formatted
          </Button>
        </>
      )}
    </>
  );
}

const FIRST_BUDGET = 400;
const PAUSE_MS = 50;
const SLICE = 200;
/** What is formatted without being asked for: ten long answers. */
const MAX_AUTOMATIC = 2_000;

/**
 * A long text is formatted a slice at a time, so that the page stays awake; what is beyond the
 * budget is text as it was written until someone asks for more.
 */
function useSlices(text: string): { shown: string; rest: string; showMore(): void } {
  const [budget, setBudget] = useState(FIRST_BUDGET);
  const blocks = useMemo(() => splitBlocks(text), [text]);
  const count = countWithin(blocks, budget);
  const isCut = count < blocks.length;
  useEffect(() => {
    if (!isCut || budget >= MAX_AUTOMATIC) return;
    const timer = setTimeout(() => setBudget(budget + SLICE), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [isCut, budget]);
  const joined = (from: number, to?: number) => blocks.slice(from, to).join('\n\n');
  return {
    shown: isCut ? joined(0, count) : text,
    rest: isCut ? joined(count) : '',
    showMore: () => setBudget(budget + SLICE),
  };
}

function Formatted({ text, isWriting }: MarkdownProps) {
  const math = useMathPlugin(mayHaveFormulas(text));
  return (
    <Streamdown
      className="markdown"
      // Streamdown draws the same text again for no other reason when the last word has come.
      data-writing={isWriting}
      components={components}
      mode="streaming"
      parseIncompleteMarkdown={isWriting}
      remend={COMPLETION}
      parseMarkdownIntoBlocksFn={splitBlocks}
      BlockComponent={BoundedBlock}
      remarkPlugins={remarkPlugins}
      rehypePlugins={rehypePlugins}
      controls={controls}
      plugins={math ? { code, math } : { code }}
      lineNumbers={false}
    >
      {text}
    </Streamdown>
  );
}

function BoundedBlock(props: BlockProps) {
  if (!isTooDense(props.content)) return <Block {...props} />;
  return <p className="break-words whitespace-pre-wrap">{props.content.trimEnd()}</p>;
}

/**
 * Streamdown's own plugins, with more elements let through by the one that drops what could do
 * harm.
 */
function allowMoreTags({ raw, sanitize, harden }: typeof defaultRehypePlugins): Plugins {
  const [sanitizer, schema] = sanitize as [never, { tagNames: string[] }];
  return [
    raw,
    [sanitizer, { ...schema, tagNames: [...schema.tagNames, ...MORE_TAGS] }],
    harden,
  ] as never;
}

/** Worth fetching what sets formulas. */
function mayHaveFormulas(text: string): boolean {
  return /\$\$|\\\(|\\\[|(?:```|~~~)math/.test(text);
}

function useMathPlugin(isNeeded: boolean): MathPlugin | undefined {
  const [plugin, setPlugin] = useState<MathPlugin>();
  useEffect(() => {
    if (isNeeded) void import('./markdown-math.ts').then(({ mathPlugin }) => setPlugin(mathPlugin));
  }, [isNeeded]);
  return plugin;
}
