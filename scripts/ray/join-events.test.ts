/** deploy/ray-serve/join_events.py, which needs Python and nothing else. */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0;
const PROGRAM =
  'import json, sys; from join_events import join_events; print(json.dumps(join_events(sys.stdin.read())))';

function joinEvents(events: readonly object[]): unknown {
  const lines = [...events.map((event) => JSON.stringify(event)), '[DONE]'];
  const { stdout, stderr } = spawnSync('python3', ['-c', PROGRAM], {
    cwd: 'deploy/ray-serve',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    input: lines.map((line) => `data: ${line}\n\n`).join(''),
    encoding: 'utf8',
  });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}

const chunk = (delta: object, finishReason: string | null = null, index = 0) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  choices: [{ index, delta, finish_reason: finishReason }],
});

it.skipIf(!HAS_PYTHON)('joins texts, tool calls and the usage of a stream', () => {
  const call = (pieces: object) => ({ tool_calls: [{ index: 0, ...pieces }] });
  const answer = joinEvents([
    chunk({ role: 'assistant', content: null }),
    chunk({ reasoning_content: 'Let me ' }),
    chunk({ reasoning_content: 'look.' }),
    chunk({ content: 'Wait' }),
    chunk({ content: ' …' }),
    chunk(call({ id: 'a', type: 'function', function: { name: 'look', arguments: '' } })),
    chunk(call({ function: { arguments: '{"at":' } })),
    chunk(call({ function: { arguments: '1}' } })),
    chunk({}, 'tool_calls'),
    chunk({ role: 'assistant', content: 'Another' }, 'stop', 1),
    { id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [], usage: { total_tokens: 9 } },
  ]);
  expect(answer).toEqual({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        finish_reason: 'tool_calls',
        message: {
          role: 'assistant',
          content: 'Wait …',
          reasoning_content: 'Let me look.',
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'look', arguments: '{"at":1}' } },
          ],
        },
      },
      { index: 1, finish_reason: 'stop', message: { role: 'assistant', content: 'Another' } },
    ],
    usage: { total_tokens: 9 },
  });
});

it.skipIf(!HAS_PYTHON)('tells of an error in the middle', () => {
  const error = { error: { code: 500, message: 'It failed.', type: 'server_error' } };
  expect(joinEvents([chunk({ content: 'a' }), error])).toEqual(error);
});
