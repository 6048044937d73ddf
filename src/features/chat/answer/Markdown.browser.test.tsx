import { StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { describe, expect, it } from 'vitest';
import { MessageBoundary } from '../MessageBoundary.tsx';
import Markdown from './Markdown.tsx';

/** Texts that readers of Markdown take seconds for, or that would fill the page with elements. */
const ATTACKS: Readonly<Record<string, string>> = {
  'quotes within quotes': `${'>'.repeat(5_000)} x`,
  'quotes with spaces': `${'> '.repeat(5_000)} x`,
  'open emphasis': 'a* '.repeat(30_000),
  'emphasis that opens and closes': '*a **b '.repeat(10_000),
  brackets: '['.repeat(20_000),
  links: '[a](b '.repeat(10_000),
  'a wide table': `|${'a|'.repeat(3_000)}\n|${'-|'.repeat(3_000)}\n|${'b|'.repeat(3_000)}`,
  'a long table': `|a|b|\n|-|-|\n${'|c|d|\n'.repeat(10_000)}`,
  'formulas in lines': '\\(x^2\\) and '.repeat(3_000),
  'formulas apart': '\\[x^2\\]\n\n'.repeat(3_000),
  'formulas in paragraphs': 'so \\(x^2\\)\n\n'.repeat(3_000),
  'a long formula': `\\[${'x+'.repeat(9_000)}x\\]`,
  'long formulas': `\\[${'x+'.repeat(900)}x\\]\n\n`.repeat(100),
  'lists within lists': Array.from({ length: 1_000 }, (_, n) => `${' '.repeat(2 * n)}- x`).join(
    '\n',
  ),
  'a long list': '- x\n'.repeat(30_000),
  paragraphs: 'x\n\n'.repeat(10_000),
  'code blocks': '```js\nx\n```\n'.repeat(5_000),
  'details within details': `${'<details>'.repeat(3_000)}x`,
  'details line by line': '<details>\n\n'.repeat(3_000),
  tags: '<b>'.repeat(20_000),
  entities: '&amp;'.repeat(30_000),
  definitions: Array.from({ length: 5_000 }, (_, n) => `[${n}]: b`).join('\n'),
  backslashes: '\\'.repeat(100_000),
  dollars: '$$'.repeat(30_000),
  addresses: 'http://a.b '.repeat(20_000),
};
/** Of the first moment; more comes while the page is idle. */
const MAX_ELEMENTS = 3_000;

function draw(text: string, isWriting: boolean) {
  const host = document.body.appendChild(document.createElement('div'));
  const root = createRoot(host);
  flushSync(() =>
    root.render(
      <StrictMode>
        <MessageBoundary text={text}>
          <Markdown text={text} isWriting={isWriting} />
        </MessageBoundary>
      </StrictMode>,
    ),
  );
  return {
    host,
    countElements: () => host.querySelectorAll('*').length,
    end() {
      root.unmount();
      host.remove();
    },
  };
}

describe('an answer that is an attack', () => {
  describe.each(Object.entries(ATTACKS))('%s', (_, text) => {
    it.each([false, true])('is drawn in part (being written: %s)', (isWriting) => {
      const { host, countElements, end } = draw(text, isWriting);
      expect(countElements()).toBeLessThan(MAX_ELEMENTS);
      expect(host.textContent).not.toBe('');
      end();
    });
  });

  it('is formatted further on request', async () => {
    const paragraphs = Array.from({ length: 2_100 }, (_, n) => `**${n}**`);
    const { host, end } = draw(paragraphs.join('\n\n'), false);
    await expect
      .poll(() => host.querySelectorAll('[data-streamdown=strong]').length, { timeout: 120_000 })
      .toBe(2_000);
    expect(host.textContent).toContain('**2099**');
    host.querySelector('button')?.click();
    await expect
      .poll(() => host.querySelectorAll('[data-streamdown=strong]').length, { timeout: 120_000 })
      .toBe(2_100);
    expect(host.querySelector('button')).toBeNull();
    end();
  });

  it('that cannot be drawn is shown as it was written', () => {
    const host = document.body.appendChild(document.createElement('div'));
    const root = createRoot(host, { onCaughtError: () => undefined });
    function Broken(): never {
      throw new RangeError('Maximum call stack size exceeded');
    }
    flushSync(() =>
      root.render(
        <>
          <MessageBoundary text="as *written*">
            <Broken />
          </MessageBoundary>
          <MessageBoundary text="">other</MessageBoundary>
        </>,
      ),
    );
    expect(host.textContent).toMatch(/as \*written\*other$/);
    root.unmount();
    host.remove();
  });
});
