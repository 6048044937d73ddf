import { expect, it } from 'vitest';
import type { CompanionRequest } from '../../engine/companion/companion-admin.ts';
import { toLoggedRequest } from './to-logged-request.ts';

const REQUEST: CompanionRequest = {
  ...{ seq: 7, at: 5, method: 'POST', route: '/v1/chat/completions', ms: 30, status: 200 },
  ...{ key: 'app', model: 'a/b', node: 'far', error: null, firstByteMs: 10 },
  ...{ promptTokens: 3, completionTokens: null },
};

it('has what the companion knows, and nothing else', () => {
  expect(toLoggedRequest(REQUEST)).toEqual({
    ...{ id: '7', startedAt: 5, method: 'POST', path: '/v1/chat/completions', ms: 30, status: 200 },
    ...{ key: 'app', model: 'a/b', node: 'far', firstByteMs: 10, promptTokens: 3 },
    isStopped: false,
  });
});

it('tells what was refused from what the client left', () => {
  const refused = toLoggedRequest({ ...REQUEST, status: 401, error: 'key_not_valid' });
  expect(refused).toMatchObject({ status: 401, error: { code: 'key_not_valid' } });
  expect(toLoggedRequest({ ...REQUEST, status: null })).toMatchObject({ isStopped: true });
});
