import { useMemo } from 'react';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { colourCode, type CodePart } from './colour-code.ts';

const COLOURS: Readonly<Record<CodePart['kind'], string>> = {
  comment: 'text-(--shiki-token-comment)',
  string: 'text-(--shiki-token-string)',
  keyword: 'text-(--shiki-token-keyword)',
  number: 'text-(--shiki-token-constant)',
  plain: '',
};

/** Code to read and to copy. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  const parts = useMemo(() => colourCode(code), [code]);
  return (
    <div className="relative rounded-control border bg-sunken">
      <div className="absolute top-1 right-1 z-10 rounded-control bg-sunken">
        <CopyButton text={code} label="Copy code" />
      </div>
      <pre
        // What scrolls can be scrolled by keys.
        tabIndex={0}
        role="region"
        aria-label={label}
        className="max-h-80 overflow-auto p-4 pr-12 font-mono text-[0.8125rem] leading-relaxed [font-variant-ligatures:none]"
      >
        <code>
          {parts.map(({ text, kind }, index) => (
            <span key={index} className={COLOURS[kind]}>
              {text}
            </span>
          ))}
        </code>
      </pre>
    </div>
  );
}
