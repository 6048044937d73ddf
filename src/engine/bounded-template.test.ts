import { Template } from '@huggingface/jinja';
import { describe, expect, it } from 'vitest';
import { BoundedTemplate } from './bounded-template.ts';
import { cpuTimeMs } from './cpu-time.fixture.ts';

const messages = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Hello' },
];
const render = (template: string, items: object = { messages }) =>
  new BoundedTemplate(template).render({ ...items });

describe('a template within its limits', () => {
  it.each([
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message.content | trim }}{% endfor %}",
    '{%- set ns = namespace(n=0) -%}{%- for i in range(2, 9, 3) -%}{%- set ns.n = ns.n + i -%}{{ ns.n }},{%- endfor -%}',
    '{% for i in range(3) %}{{ i }}{% endfor %}{{ range(0) | length }}{{ range(5, 0, -2) | join(" ") }}',
    '{% macro say(m) %}[{{ m.content }}]{% endmacro %}{{ say(messages[0]) }}{{ True and not False and none is none }}',
    "{% if messages[0]['role'] == 'system' %}{{ messages | tojson }}{% endif %}{{ '%' }}",
  ])('renders as the interpreter does: %s', (template) => {
    expect(render(template)).toBe(new Template(template).render({ messages }));
  });

  it('writes the date', () => {
    const now = new Date();
    expect(render('{{ strftime_now("%Y %B %%") }}')).toBe(
      `${now.getFullYear()} ${now.toLocaleDateString('en', { month: 'long' })} %`,
    );
  });

  it('passes on what it raises itself', () => {
    expect(() => render("{{ raise_exception('No system message.') }}")).toThrow(
      'No system message.',
    );
  });
});

describe('a template that would not end', () => {
  const loop = (depth: number): string =>
    depth === 0 ? 'x' : `{% for a in range(1000) %}${loop(depth - 1)}{% endfor %}`;
  it.each([
    ['loops in loops', loop(5), 'it took more than 300,000 steps'],
    [
      'asks for a long range',
      '{{ range(1000000000000000) | length }}',
      'it made a list of more than 100,000 items',
    ],
    [
      'doubles a text',
      '{% set ns = namespace(t="xxxxxxxx") %}{% for a in range(60) %}{% set ns.t = ns.t + ns.t %}{% endfor %}',
      'it wrote more than 4,000,000 characters',
    ],
    [
      'doubles a list',
      '{% set ns = namespace(t=[1, 2]) %}{% for a in range(60) %}{% set ns.t = ns.t + ns.t %}{% endfor %}',
      'it made a list of more than 100,000 items',
    ],
    ['calls itself', '{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}', 'its calls lie too deep'],
  ])('and %s ends with a sentence', (_, template, reason) => {
    const begin = cpuTimeMs();
    const failed = (() => {
      try {
        return render(template);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(cpuTimeMs() - begin).toBeLessThan(10_000);
    expect(failed).toMatchObject({
      code: 'limit_exceeded',
      message: `The model's chat template was stopped: ${reason}. Choose another model, or another build of this one.`,
    });
  });
});
