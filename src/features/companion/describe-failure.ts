import { describeError } from '../../engine/error-sentences.ts';
import type { EngineError } from '../../engine/errors.ts';

/** What a screen says of a companion that tells nothing, and what helps. */
export interface FailureText {
  text: string;
  remedy: 'settings' | 'retry';
}

const HOW =
  'Whoever runs it makes such a key with “npm run -s server -- keys create NAME --scope chat,images,speech,studio,admin”. Enter it in Settings.';

/** `host`: of the companion. `hasKey`: whether it was asked with one. */
export function describeAdminFailure(
  error: EngineError,
  { host, hasKey }: { host: string; hasKey: boolean },
): FailureText {
  switch (error.code) {
    case 'companion_scope_missing':
      return {
        text: `Your key does not let you manage the companion at ${host}: it lacks the scope “admin”. ${HOW}`,
        remedy: 'settings',
      };
    case 'companion_key_refused':
      return {
        text: hasKey
          ? `The companion at ${host} does not accept your key: it was revoked or has expired. Managing it needs a key with the scope “admin”. ${HOW}`
          : `Managing the companion at ${host} needs a key with the scope “admin”. ${HOW}`,
        remedy: 'settings',
      };
    case 'invalid_request':
    case 'invalid_output':
      return {
        text: `The companion at ${host} is of another version, which this page cannot manage. Update the older of the two.`,
        remedy: 'retry',
      };
    case 'companion_unreachable':
      return { text: `${error.message} Retrying automatically.`, remedy: 'retry' };
    default:
      return { text: describeError(error).sentence, remedy: 'retry' };
  }
}
