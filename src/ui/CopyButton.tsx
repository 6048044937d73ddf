import { Check } from 'lucide-react';
import { CopyIcon } from './action-icons.ts';
import { useState } from 'react';
import { IconButton } from './IconButton.tsx';

/** Copies a text and says so. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [isCopied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  }
  return (
    <IconButton
      label={isCopied ? 'Copied' : label}
      disabled={text === ''}
      onClick={() => void copy()}
    >
      {isCopied ? <Check /> : <CopyIcon />}
    </IconButton>
  );
}
