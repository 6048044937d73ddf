import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DOCX_PARAGRAPHS, DOCX_STYLES, zipDocx } from '../../../e2e/fixtures/documents.ts';
import type { EngineError } from '../errors.ts';
import type { DocumentText } from './document-text.ts';
import { readDocx } from './read-docx.ts';

function read(bytes: Uint8Array): DocumentText {
  for (const event of readDocx(bytes)) if (event.type === 'file-end') return event.result;
  throw new Error('no result');
}
function failure(bytes: Uint8Array) {
  try {
    return read(bytes);
  } catch (thrown) {
    return thrown as EngineError;
  }
}
const textOf = (paragraphs: string) => read(zipDocx(paragraphs)).text;
const run = (text: string, properties = '') =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (...runs: string[]) => `<w:p>${runs.join('')}</w:p>`;

it('reads paragraphs, and headings as chapters whatever language their styles are named in', () => {
  const text = 'The sea\n\nOnce there was a boat.\n\nThe land\n\nThen there was none.';
  expect(read(zipDocx(DOCX_PARAGRAPHS.join(''), DOCX_STYLES))).toEqual({
    text,
    notice: null,
    chapters: [
      { title: 'The sea', start: 0 },
      { title: 'The land', start: text.indexOf('The land') },
    ],
  });
});

it('takes the two highest levels of headings, also those that only a paragraph gives itself', () => {
  const level = (at: number, text: string) =>
    `<w:p><w:pPr><w:outlineLvl w:val="${at}"/></w:pPr>${run(text)}</w:p>`;
  const { chapters } = read(
    zipDocx([level(1, 'Part'), level(2, 'Chapter'), level(4, 'Detail'), level(1, 'End')].join('')),
  );
  expect(chapters?.map(({ title }) => title)).toEqual(['Part', 'Chapter', 'End']);
});

describe('the words of a document', () => {
  it.each([
    ['runs of a word', paragraph(run('un'), run('believ'), run('able')), 'unbelievable'],
    [
      'line breaks and tabs',
      paragraph(run('a'), '<w:r><w:br/></w:r>', run('b'), '<w:r><w:tab/></w:r>', run('c')),
      'a\nb c',
    ],
    ['entities', paragraph(run('Tom &amp; Ana &lt;3')), 'Tom & Ana <3'],
    [
      'what was inserted and not what was deleted',
      paragraph(
        run('a '),
        '<w:ins>',
        run('new'),
        '</w:ins>',
        `<w:del><w:r><w:delText>old</w:delText></w:r></w:del>`,
      ),
      'a new',
    ],
    [
      'nothing hidden',
      paragraph(run('seen'), run(' hidden', '<w:vanish/>'), run(' again', '<w:vanish w:val="0"/>')),
      'seen again',
    ],
    [
      'links, but not the code of a field',
      paragraph(
        '<w:r><w:instrText>PAGEREF x</w:instrText></w:r>',
        '<w:hyperlink>',
        run('link'),
        '</w:hyperlink>',
      ),
      'link',
    ],
    [
      'text in a box once',
      paragraph(
        '<mc:AlternateContent><mc:Choice>',
        run('box'),
        '</mc:Choice><mc:Fallback>',
        run('box'),
        '</mc:Fallback></mc:AlternateContent>',
      ),
      'box',
    ],
    [
      'hyphens that do not break',
      paragraph(run('e'), '<w:r><w:noBreakHyphen/></w:r>', run('mail')),
      'e-mail',
    ],
  ])('are %s', (_, xml, text) => {
    expect(textOf(xml)).toBe(text);
  });

  it('are apart in the cells and rows of a table', () => {
    const row = (...cells: string[]) =>
      `<w:tr>${cells.map((cell) => `<w:tc>${paragraph(run(cell))}</w:tc>`).join('')}</w:tr>`;
    const table = `<w:tbl>${row('Year', 'Boats')}${row('1990', '12')}</w:tbl>`;
    expect(textOf(paragraph(run('Before.')) + table + paragraph(run('After.')))).toBe(
      'Before.\n\nYear Boats\n\n1990, 12\n\nAfter.',
    );
  });
});

it('ends styles that are based on each other in a circle', () => {
  const style = (id: string, base: string) =>
    `<w:style w:styleId="${id}"><w:basedOn w:val="${base}"/></w:style>`;
  const body = '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr>' + run('Text.') + '</w:p>';
  expect(read(zipDocx(body, style('a', 'b') + style('b', 'a'))).text).toBe('Text.');
});

it.each([
  ['nothing', Buffer.from('PK nothing'), 'not a Word document'],
  ['another archive', Buffer.from(zipSync({ 'a.txt': new Uint8Array(3) })), 'not a Word document'],
  ['only pictures', zipDocx(paragraph('<w:r><w:drawing/></w:r>')), 'has no text'],
])('refuses %s with a sentence', (_, bytes, sentence) => {
  expect(failure(bytes)).toMatchObject({
    code: 'not_supported',
    message: expect.stringContaining(sentence),
  });
});

it('reads a document of many pages in time', () => {
  const body = paragraph(run('A sentence of some length, as there are many. ')).repeat(20_000);
  const begin = performance.now();
  expect(textOf(body).length).toBeGreaterThan(900_000);
  expect(performance.now() - begin).toBeLessThan(10_000);
});
