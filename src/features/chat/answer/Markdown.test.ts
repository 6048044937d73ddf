import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import Markdown from './Markdown.tsx';
import { cpuTimeMs } from '../../../engine/cpu-time.fixture.ts';

const CODE_BLOCK =
  /<div><div><span>\w*<\/span><\/div><div><div><button><svg>[^]*?<\/svg><\/button><\/div><\/div><div><pre><code>([^]*?)<\/code><\/pre><\/div><\/div>/g;

/**
 * The elements and words that an answer becomes, without attributes. Display formulas, which are
 * set later, are code blocks until then: `<pre>`.
 */
function render(text: string, isWriting = false): string {
  return renderToStaticMarkup(createElement(Markdown, { text, isWriting }))
    .replace(/<span [^>]*data-streamdown="strong"[^>]*>([^]*?)<\/span>/g, '<strong>$1</strong>')
    .replace(/<(\w+)(?: [^>]*)?>/g, '<$1>')
    .replace(/<br\/>/g, '<br>')
    .replace(CODE_BLOCK, (_, lines: string) => `<pre>${readLines(lines)}</pre>`)
    .replace(/^<div>([^]*)<\/div>$/, '$1')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'");
}
const readLines = (lines: string) =>
  lines.replace(/\n?<\/span>(?=<span>)/g, '\n').replace(/<[^>]*>/g, '');
/** What is read on the screen. */
const read = (text: string, isWriting = false) =>
  render(text, isWriting)
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

describe('words in angle brackets', () => {
  it.each([
    'Use List<String> or Map<String, List<Integer>>.',
    'Type <your name> and <date>.',
    'If a<b and c>d, then x<y>z.',
    'Vec<u8>, Vec<u>, Option<S>, Box<B>, Foo<i> and Promise<void>',
    'std::vector<std::string> and map<foo::Bar,int>',
    'A note <!-- like this --> stays, and <?php echo 1 ?> too.',
    'It writes <think> and </think>, <tool_call>, <|im_end|>.',
    '<script>alert(1)</script>',
    '<style>p{}</style> <iframe src="x"></iframe> <object>o</object>',
    'cp <source> <target> <input> <img>',
    'The <div> element and the <strong> tag, <code> and <a>.',
    '<τιμή> <名前> <имя> <a\u00a0b>',
    '</b> alone, <b> alone',
    'git commit -m "<message>" <path/to/file>.txt <YOUR_API_KEY> <your-name> 1 < 2 > 0',
    'عربي <اسم> و List<T> עברית <שם>',
  ])('are shown: %s', (text) => {
    expect(read(text)).toBe(text);
    expect(read(text, true)).toBe(text);
  });

  it('leave the following text as Markdown', () => {
    expect(render('<your name>\n**bold**')).toBe('<p>&lt;your name&gt;\n<strong>bold</strong></p>');
    expect(render('<name>\n\n- a')).toContain('<li>a</li>');
  });

  it('are elements if harmless, complete and paired', () => {
    expect(render('H<sub>2</sub>O, x<sup>2</sup>, <kbd>Ctrl</kbd>, <u>u</u>,<br>next<br/>')).toBe(
      '<p>H<sub>2</sub>O, x<sup>2</sup>, <kbd>Ctrl</kbd>, <u>u</u>,<br>next<br></p>',
    );
    expect(
      render('<details open>\n<summary>More</summary>\n\n**in**\n\n</details>\n\nout'),
    ).toMatch(
      /<details>\n?<summary>More<\/summary>\n?<p><strong>in<\/strong><\/p>\n?<\/details><p>out<\/p>/,
    );
  });

  it('become code if a page was not in a code block', () => {
    expect(read('<html>\n<body onload="run()">\n<p>Hi</p>\n</html>')).toBe(
      '<html>\n<body onload="run()">\n<p>Hi</p>\n</html>',
    );
  });

  it.each([
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<svg onload=alert(1)></svg>',
    '<div onclick="alert(1)" style="position:fixed">x</div>',
    '[x](javascript:alert(1)) [y](data:text/html,<script>alert(1)</script>)',
    '<details ontoggle=alert(1) open><summary>x</summary></details>',
    '<math><mtext></mtext></math><form><button formaction=javascript:alert(1)>x</button></form>',
    '<style>@import "x"</style><base href="//x"><meta http-equiv=refresh content=0>',
    '<p><script>alert(1)</script></p>',
  ])('never run: %s', (text) => {
    const html = renderToStaticMarkup(createElement(Markdown, { text, isWriting: false }));
    expect(html).not.toMatch(/<(?:script|style|svg|iframe|object|form|base|meta|img|math)\b/i);
    expect(html).not.toMatch(/<[^>]*\s(?:on\w+|formaction|style)=/i);
    expect(html).not.toMatch(/<[^>]*(?:href|src)="(?:javascript|data):/i);
  });
});

describe('what Markdown would hide', () => {
  it('is shown if nothing refers to it', () => {
    expect(read('[Note]: this matters\n\nok')).toContain('[Note]: this matters');
    expect(read('[^1]: a footnote of nothing')).toContain('[^1]:');
    expect(read('see [x]\n\n[x]: https://a.example')).toBe('see x');
    expect(
      render('<https://a.example> <mailto:a@b.example> <a@b.example>').match(/<a>/g),
    ).toHaveLength(3);
  });
});

describe('formulas', () => {
  it('work in list items and quotes', () => {
    expect(
      render('1. Compute:\n   \\[\n   x = 1\n   + 2\n   \\]\n   then go on.\n2. Next'),
    ).toMatch(
      /^<ol>\n<li>Compute:\n<pre>x = 1\n\+ 2<\/pre>\nthen go on.<\/li>\n<li>Next<\/li>\n<\/ol>$/,
    );
    expect(render('- a \\[ x = 1 \\]\n- b')).toMatch(
      /<ul>\n<li>a\s*<pre>x = 1<\/pre>\s*<\/li>\n<li>b<\/li>/,
    );
    expect(render('> \\[\n> a \\\\[4pt]\n> b\n> \\]\n> on')).toMatch(
      /<blockquote>\n<pre>a \\\\\[4pt\]\nb<\/pre>\n<p>on<\/p>/,
    );
    expect(render('* x\n  $$\n  y^2\n  $$\n  z')).toMatch(/<li>x\n<pre>y\^2<\/pre>\nz<\/li>/);
  });

  it("may contain Markdown's own characters", () => {
    expect(render('\\[\na\n= b\n- c_1 * d_2 * e\n\\]')).toBe('<pre>a\n= b\n- c_1 * d_2 * e</pre>');
    expect(render('We get \\[\nx\n= y\n+ 2\n\\] so.')).toMatch(
      /^<p>We get ?<\/p>\n<pre>x = y \+ 2<\/pre>\n<p> ?so.<\/p>$/,
    );
    expect(render('\\(a_1 * b_1\\) and \\(c_2 * d_2\\)')).toBe(
      '<p><code>a_1 * b_1</code> and <code>c_2 * d_2</code></p>',
    );
    expect(render('$$\\begin{aligned}\na &= b \\\\[4pt]\n\nc &= d\n\\end{aligned}$$')).toMatch(
      /^<pre>\\begin[^]*\\end{aligned}<\/pre>$/,
    );
    expect(render('| a |\n|---|\n| \\(x^2\\) |')).toContain('<td><code>x^2</code></td>');
    expect(render('# On \\[ x^2 \\]')).toMatch(/<h1>On <code>x\^2<\/code><\/h1>/);
  });

  it('are not mistaken for brackets and dollars in text', () => {
    const text =
      "Citations \\[1\\] and \\[optional\\]; Program Files \\(x86\\); the shell's $$ is its id, so kill $$ ends it.";
    expect(render(text)).toBe(`<p>${text.replace(/\\([[\]()])/g, '$1')}</p>`);
    expect(render('$5 and $10, $$5 and $$10, `$$x$$` and `\\(x\\)`')).toBe(
      '<p>$5 and $10, $$5 and $$10, <code>$$x$$</code> and <code>\\(x\\)</code></p>',
    );
    expect(read('$$\nis what the shell calls itself.\n\n- one\n- two')).toMatch(
      /\$\$\s+is what[^]*one[^]*two/,
    );
    expect(render('- \\[x\\] done\n- \\[ \\] open')).toContain('[x] done');
  });

  it('are ignored in code', () => {
    expect(read('```tex\n\\[x\\]\n$$y$$\n```')).toContain('\\[x\\]\n$$y$$');
  });
});

describe('marks beside characters without spaces', () => {
  it.each([
    ['**「強調」**と言う', '<strong>「強調」</strong>と言う'],
    ['これは**強調。**です', 'これは<strong>強調。</strong>です'],
    ['**"강조"**라고 한다', '<strong>"강조"</strong>라고 한다'],
    ['**스크립트(script)**는', '<strong>스크립트(script)</strong>는'],
    ['是*（斜体）*的', '是<em>（斜体）</em>的'],
    ['是~~「删除」~~的', '是<del>「删除」</del>的'],
    ['**𠮟る（しかる）**は', '<strong>𠮟る（しかる）</strong>は'],
    ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
  ])('%s', (text, html) => expect(render(text)).toBe(`<p>${html}</p>`));
});

describe('partial text', () => {
  it.each([
    ['if a<b the rest', 'if a<b the rest'],
    ['List<Str', 'List<Str'],
    ['Press <kbd>Ct', 'Press Ct'],
    ['Press <kbd>Ctrl</kb', 'Press Ctrl'],
    ['so \\[ x_1 = \\frac{1}', 'so [ x_1 = \\frac{1}'],
    ['\\[\nx_1 = \\frac{1', 'x_1 = \\frac{1'],
    ['so \\(x_{n}\\) is', 'so x_{n} is'],
    ['**「強', '「強'],
    ['the id $$ is', 'the id $$ is'],
  ])('%s', (text, shown) => expect(read(text, true).trim()).toBe(shown));

  it('opens what it will contain', () => {
    const text = '<details>\n<summary>More</summary>\n\n**in**';
    expect(render(text, true)).toMatch(
      /<details>\n?<summary>More<\/summary>\n?<p><strong>in<\/strong><\/p>\n?<\/details>/,
    );
    expect(render('```html\n<div>\n<p', true)).toContain('<pre>&lt;div&gt;\n&lt;p</pre>');
  });

  it('ends like the complete text', () => {
    const text =
      '# A\n\n1. b\n\n   ```js\n   c\n\n   d\n   ```\n\n2. e\n\n~~~\nf\n\ng\n~~~\nh\n\n    i\n\n> j\n\n> k\n\n  ```\nl\n\nm\n  ```\n\n<div>\n\nn\n\n</div>\n\no';
    for (let end = 1; end <= text.length; end++)
      expect(() => render(text.slice(0, end), true)).not.toThrow();
    expect(render(text, true)).toBe(render(text));
    expect(render(text).match(/<pre>/g)).toHaveLength(4);
  }, 30_000);
});

describe('text made of marks', () => {
  /** With room for a busy machine: what grows with the square takes minutes. */
  const most = 8_000;
  it.each([
    ['quotes', '>'.repeat(5_000)],
    ['spaced quotes', '> '.repeat(5_000)],
    ['stars', 'a* '.repeat(30_000)],
    ['underscores', '_a '.repeat(30_000)],
    ['bold', '**a'.repeat(20_000)],
    ['backticks', '`'.repeat(100_000)],
    [
      'runs of backticks',
      Array.from({ length: 400 }, (_, length) => '`'.repeat(length + 1)).join(' '),
    ],
    ['spaces', `a${' '.repeat(100_000)}b`],
    ['brackets', '['.repeat(50_000)],
    ['links', '[a]('.repeat(20_000)],
    ['pictures', '!['.repeat(20_000)],
    ['tags', '<a '.repeat(20_000)],
    ['open tags', '<b>'.repeat(20_000)],
    ['comments', '<!-- '.repeat(20_000)],
    ['formulas', '\\('.repeat(30_000)],
    ['display formulas', '\\[ x = '.repeat(10_000)],
    ['dollars', '$$a '.repeat(20_000)],
    ['list items in list items', `${'- '.repeat(5_000)}a`],
    ['numbered', `${'1. '.repeat(5_000)}a`],
    ['a list', '- a\n'.repeat(20_000)],
    ['a table', `|a|b|\n|-|-|\n${'|x|y|\n'.repeat(10_000)}`],
    ['blank lines', '\n'.repeat(100_000)],
    ['definitions', '[a]: b\n'.repeat(10_000)],
    ['footnotes', '[^a]'.repeat(10_000)],
    ['addresses', 'a@'.repeat(20_000)],
    ['elements', '<div>\n'.repeat(10_000)],
    ['tildes', '~~a '.repeat(20_000)],
    ['ampersands', '&'.repeat(100_000)],
  ])(
    'does not block the page: %s',
    (_, text) => {
      for (const isWriting of [false, true]) {
        const begin = cpuTimeMs();
        render(text, isWriting);
        expect(cpuTimeMs() - begin).toBeLessThan(most);
      }
    },
    30_000,
  );

  it('is shown as is, with Markdown around it', () => {
    const dense = 'a* '.repeat(3_000).trim();
    expect(render(`**b**\n\n${dense}\n\n*c*`)).toBe(
      `<p><strong>b</strong></p><p>${dense}</p><p><em>c</em></p>`,
    );
  });

  it('may be long if ordinary', () => {
    const paragraph = 'This is **bold**, `code`, *more* and [a link](https://a.example).\n\n';
    expect(render(paragraph.repeat(300)).match(/<strong>/g)).toHaveLength(300);
    expect(render(`\`\`\`\n${'a* '.repeat(3_000)}\n\`\`\``)).toContain('<pre>');
  }, 30_000);
});
