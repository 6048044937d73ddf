import { ApiError } from '../../src/api/http/api-error.ts';
import type { Admission, Gate, GateCall } from '../../src/api/http/gate.ts';
import { readBytes } from '../../src/api/http/read-body.ts';
import type { RequestEntry } from '../../src/api/http/request-trace.ts';
import { isFromElsewhere } from '../check-origin.ts';
import { estimateUse } from '../limits/estimate-use.ts';
import type { Use } from '../limits/limit.ts';
import type { Meter } from '../limits/meter.ts';
import { withBody } from '../with-body.ts';
import type { KeyFinder, KeyRecord } from './keys.ts';
import { readKey } from './read-key.ts';
import { findAccess } from './scopes.ts';

export interface GateOptions {
  keys: KeyFinder;
  meter: Meter;
  /** Whether a request without a key is refused. */
  isKeyRequired: boolean;
  /**
   * Whether the administration's routes are open to those who need no key: to programs and this
   * server's own pages, not to those of other sites, which may be let in to the rest.
   */
  isAdminOpen: boolean;
}

/**
 * Lets requests in by their keys. A key that is sent where none is needed counts too, unless it is not
 * known: clients of OpenAI's API always send some.
 */
export function createGate({ keys, meter, isKeyRequired, isAdminOpen }: GateOptions): Gate {
  return {
    async admit(request, call) {
      const access = findAccess(call.route?.tag);
      if (access === 'open') return { request, headers: {} };
      const sent = readKey(request);
      const key = sent === undefined ? undefined : keys.find(sent);
      const isAdminClosed = !isAdminOpen || isFromElsewhere(request);
      const isNeeded = isKeyRequired || (access === 'admin' && isAdminClosed);
      if (!key && isNeeded) refuseKey(sent);
      if (!key) return { request, headers: {} };
      call.trace.note({ keyName: key.name, keyId: key.id });
      if (access !== 'any-key' && !key.scopes.includes(access))
        throw new ApiError(
          'scope_missing',
          `This key may not be used for this: it has no scope "${access}", but ${key.scopes.join(', ')}.`,
          { scope: access },
        );
      keys.noteUse(key);
      return admitWithin(meter, key, request, call);
    },
  };
}

function refuseKey(sent: string | undefined): never {
  throw new ApiError(
    'key_not_valid',
    sent === undefined
      ? 'This server wants a key: send it as "Authorization: Bearer KEY".'
      : 'This key is not known here, or was revoked, or has expired. Ask whoever runs the server.',
  );
}

/** What asks for work counts, and no questions how it goes. */
async function admitWithin(
  meter: Meter,
  key: KeyRecord,
  request: Request,
  { route, trace, maxBodyBytes }: GateCall,
): Promise<Admission> {
  if (key.limits.length === 0 || request.method !== 'POST') return { request, headers: {} };
  const isRead = key.limits.some(({ unit }) => unit !== 'requests');
  const bytes = isRead ? await readBytes(request, maxBodyBytes) : undefined;
  const type = request.headers.get('content-type') ?? '';
  const estimated = bytes && route ? await estimateUse(route, { bytes, type }) : {};
  const { headers, settle } = await meter.reserve(key, { requests: 1, ...estimated });
  trace.onEnd((entry) => void settle({ requests: 1, ...findUse(entry, estimated) }));
  return { request: bytes ? withBody(request, bytes) : request, headers };
}

/** What was counted; where nobody counted, and nothing failed, what was expected. */
function findUse(entry: RequestEntry, expected: Use): Use {
  const hasFailed = entry.error !== undefined || (entry.status ?? 0) >= 400;
  const { tokens = 0, pictures = 0, ...rest } = hasFailed ? {} : expected;
  const { promptTokens, completionTokens } = entry;
  const hasTokens = promptTokens !== undefined || completionTokens !== undefined;
  return {
    tokens: hasTokens ? (promptTokens ?? 0) + (completionTokens ?? 0) : tokens,
    pictures: entry.pictures ?? pictures,
    'speech-seconds': entry.speechSeconds ?? rest['speech-seconds'] ?? 0,
  };
}
