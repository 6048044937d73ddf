import { expect, it } from 'vitest';
import { readHtml } from './html-text.ts';
import { cpuTimeMs } from '../cpu-time.fixture.ts';

const read = (html: string) => readHtml(html, { isXhtml: false }).text;
const readXhtml = (body: string) =>
  readHtml(
    `<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>${body}</body></html>`,
    {
      isXhtml: true,
    },
  ).text;

it.each([
  ['<tr><td>Ann</td><td>41</td></tr><tr><th>Bob</th><td>7</td></tr>', 'Ann 41\n\nBob 7'],
  ['<table><tr><td>12</td><td>500</td></tr></table>', '12, 500'],
  ['<select><option>one</option><option>two</option></select>', 'one\n\ntwo'],
  ['Press<button>Start</button>now', 'Press Start now'],
  ['before<aside>beside</aside>after', 'before\n\nbeside\n\nafter'],
  [
    '<h1>Title</h1>Text<h2>Part</h2><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>',
    'Title\n\nText\n\nPart\n\na\n\nb\n\nc',
  ],
  ['<dl><dt>Word<dd>Meaning</dl>', 'Word\n\nMeaning'],
  ['one<br>two<br/>three<br><br>four', 'one\ntwo\nthree\n\nfour'],
  ['<p>un<b>believ</b>able  \n words</p>', 'unbelievable words'],
  ['<pre>\nlet x\n  = 1;\n</pre>', 'let x\n  = 1;'],
  ['a<hr>b', 'a\n\nb'],
])('separates what a page separates: %s', (html, text) => expect(read(html)).toBe(text));

it.each([
  '<title>no</title>',
  '<script>no()</script>',
  '<style>no{}</style>',
  '<nav><ol><li>no<ol><li>no</li></ol></li></ol></nav>',
  '<p hidden>no</p>',
  '<div aria-hidden="true">no<p>no</p></div>',
  '<span style="color: red; display:none">no</span>',
  '<dialog>no</dialog>',
  '<template>no</template>',
  '<span epub:type="pagebreak" title="12">12</span>',
  '<a role="doc-noteref" href="#n1">1</a>',
  '<sup><a href="notes.xhtml#n1">12</a></sup>',
  '<a href="#n1"><sup>[3]</sup></a>',
  '<a href="#back">↩</a>',
  '<!-- no -->',
])('does not read %s', (html) =>
  expect(read(`<p>Yes${html}.</p>`).replace(/\s/g, '')).toBe('Yes.'),
);

it('reads ruby once, and superscripts as their meaning', () => {
  expect(read('<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字')).toBe('漢字');
  expect(read('5 km<sup>2</sup>, 10<sup>6</sup>, the 1<sup>st</sup>, H<sub>2</sub>O')).toBe(
    '5 km², 10^6, the 1st, H2O',
  );
});

it.each([
  '<title/>',
  '<script src="x"/>',
  '<style/>',
  '<iframe/>',
  '<textarea/>',
  '<a id="p1"/>',
  '<div/>',
  '<svg:title/>',
])('continues after %s in XHTML', (tag) =>
  expect(readXhtml(`${tag}<p>All of it&#160;is&nbsp;here&mdash;<![CDATA[a < b]]></p>`)).toBe(
    'All of it is here—a < b',
  ),
);

it('reads malformed XHTML', () => {
  expect(readXhtml('<p>one<p>two <b>bold<i>both</b> & more')).toBe('one\n\ntwo boldboth & more');
});

it('takes time linear in the length', () => {
  const begin = cpuTimeMs();
  read('<p>word '.repeat(100_000));
  read('<div><a href="#x"><sup>1'.repeat(5_000));
  read('<td>1'.repeat(100_000));
  expect(cpuTimeMs() - begin).toBeLessThan(10_000);
});

it('stops at the maximum length of a reading', () => {
  expect(() => read('word '.repeat(1_100_000))).toThrow(/more than 5,000,000 characters/);
});
