import type { CompanionRequest } from '../../engine/companion/companion-admin.ts';
import type { LoggedRequest } from '../../features/developers/request-log.ts';

/** A request of a companion's log, as the list of requests shows those of this page. */
export function toLoggedRequest(request: CompanionRequest): LoggedRequest {
  const { seq, at, method, route, ms, status, error } = request;
  const { key, model, node, firstByteMs, promptTokens, completionTokens } = request;
  return {
    ...{ id: String(seq), method, path: route, startedAt: at, ms },
    ...(status !== null && { status }),
    ...(key !== null && { key }),
    ...(model !== null && { model }),
    ...(node !== null && { node }),
    ...(firstByteMs !== null && { firstByteMs }),
    ...(promptTokens !== null && { promptTokens }),
    ...(completionTokens !== null && { completionTokens }),
    ...(error !== null && { error: { code: error, message: '' } }),
    // Without a status, whoever asked has left before there was one.
    isStopped: status === null,
  };
}
