import { Template } from '@huggingface/jinja';
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../chat-engine.ts';
import { applyToTurns } from './chat-turns.ts';

/** Each turn as `role[content]`, after the template's own checks of the conversation. */
const REFUSALS = {
  nothing: '',
  system: `{% if messages[0].role == 'system' %}{{ raise_exception('No system role') }}{% endif %}`,
  turns: `{% set ns = namespace(at=0) %}{% for m in messages %}{% if m.role != 'system' %}{% if (m.role == 'user') != (ns.at % 2 == 0) %}{{ raise_exception('Roles must alternate') }}{% endif %}{% set ns.at = ns.at + 1 %}{% endif %}{% endfor %}`,
  tools: `{% for m in messages %}{% if m.role == 'tool' or m.tool_calls %}{{ raise_exception('No tools') }}{% endif %}{% endfor %}`,
};
const TURNS = `{% for m in messages %}{{ m.role }}[{{ m.content }}]{% endfor %}`;

function write(template: string, messages: readonly ChatMessage[]): string {
  const compiled = new Template(template);
  return applyToTurns((turns) => compiled.render({ messages: turns }), messages);
}

const system: ChatMessage = { role: 'system', content: 'Be kind.' };
const user = (content: string): ChatMessage => ({ role: 'user', content });
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content });
const call: ChatMessage = {
  role: 'assistant',
  content: '',
  toolCalls: [{ id: '1', name: 'now', arguments: '{"zone":"UTC"}' }],
};
const result: ChatMessage = { role: 'tool', content: '12:00', toolCallId: '1' };

describe('a chat template', () => {
  it('that takes everything gets the conversation unchanged', () => {
    expect(write(TURNS, [system, user('a'), user('b'), assistant('c')])).toBe(
      'system[Be kind.]user[a]user[b]assistant[c]',
    );
  });

  it('without system messages gets it before the first question', () => {
    const template = REFUSALS.system + TURNS;
    expect(write(template, [system, user('a'), assistant('b'), user('c')])).toBe(
      'user[Be kind.\n\na]assistant[b]user[c]',
    );
    expect(write(template, [system])).toBe('user[Be kind.]');
    expect(write(template, [system, assistant('hello'), user('a')])).toBe(
      'user[Be kind.]assistant[hello]user[a]',
    );
  });

  it('that silently ignores system messages gets them there too', () => {
    const template = `{% for m in messages %}{% if m.role != 'system' %}{{ m.role }}[{{ m.content }}]{% endif %}{% endfor %}`;
    expect(write(template, [system, user('a')])).toBe('user[Be kind.\n\na]');
    expect(write('{% for m in messages %}{{ m.role }};{% endfor %}', [system, user('a')])).toBe(
      'system;user;',
    );
  });

  it('that needs alternating turns gets consecutive ones merged', () => {
    const template = REFUSALS.turns + TURNS;
    expect(
      write(template, [system, user('a'), user('b'), assistant('c'), assistant('d'), user('e')]),
    ).toBe('system[Be kind.]user[a\n\nb]assistant[c\n\nd]user[e]');
    expect(write(template, [assistant('hello'), user('a')])).toBe('user[]assistant[hello]user[a]');
  });

  it('without tools gets calls and results as text', () => {
    const said =
      'assistant[<tool_call>\n{"name": "now", "arguments": {"zone":"UTC"}}\n</tool_call>]';
    const answered = 'user[<tool_response>\n12:00\n</tool_response>';
    expect(write(REFUSALS.tools + TURNS, [user('a'), call, result])).toBe(
      `user[a]${said}${answered}]`,
    );
    const strict = REFUSALS.system + REFUSALS.turns + REFUSALS.tools + TURNS;
    expect(write(strict, [system, user('a'), call, result, result, user('b')])).toBe(
      `user[Be kind.\n\na]${said}${answered}\n\n<tool_response>\n12:00\n</tool_response>\n\nb]`,
    );
  });

  it('that refuses everything says why', () => {
    expect(() => write(`{{ raise_exception('Never') }}`, [system, user('a')])).toThrow('Never');
  });
});
