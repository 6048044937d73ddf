import type { EngineError, ErrorCode, ErrorDetails } from './errors.ts';

/** What a screen can offer beside the sentence. The screen decides how the button looks. */
export type ErrorRemedy =
  | 'retry'
  | 'open-models'
  | 'open-settings'
  | 'new-chat'
  | 'reload'
  /** With what is on this device. */
  | 'answer-here'
  | 'none';

interface ErrorSentence {
  /** What happened and what it means, in one or two sentences. */
  sentence: string;
  remedy: ErrorRemedy;
}

type Wording = Omit<ErrorSentence, 'sentence'> & {
  sentence: string | ((error: EngineError) => string);
};

/** Code to sentence. Exhaustive: a new code does not compile without one. */
const SENTENCES: Record<ErrorCode, Wording> = {
  aborted: {
    sentence: (error) => (error.details.isForced ? sayReason(error) : 'Stopped.'),
    remedy: 'retry',
  },
  companion_key_refused: {
    sentence:
      'Your companion does not accept the key. Enter it again in Settings, or ask whoever runs it for a new one.',
    remedy: 'open-settings',
  },
  companion_scope_missing: { sentence: sayReason, remedy: 'open-settings' },
  companion_unreachable: { sentence: sayReason, remedy: 'answer-here' },
  context_too_long: {
    sentence: ({ details }) =>
      `This conversation is longer than the model can read (${details.promptTokens ?? '?'} of ${details.contextLength ?? '?'} tokens). Start a new chat or choose a model with a longer context.`,
    remedy: 'new-chat',
  },
  device_lost: {
    sentence:
      'The GPU stopped responding, most likely because it ran out of memory. The engine has restarted; try a smaller picture or model.',
    remedy: 'retry',
  },
  download_failed: {
    sentence: (error) => `The download stopped${addReason(error)} What was downloaded is kept.`,
    remedy: 'retry',
  },
  engine_crashed: {
    sentence: 'The engine stopped unexpectedly and has restarted. Your conversation is safe.',
    remedy: 'retry',
  },
  gpu_timeout: { sentence: sayReason, remedy: 'retry' },
  internal: {
    sentence:
      'Something went wrong in the engine. Try again; if it still fails, reload the page or choose another model.',
    remedy: 'retry',
  },
  invalid_output: { sentence: sayReason, remedy: 'open-settings' },
  invalid_request: { sentence: sayReason, remedy: 'none' },
  content_blocked: { sentence: sayReason, remedy: 'none' },
  language_not_supported: { sentence: sayReason, remedy: 'none' },
  limit_exceeded: { sentence: sayReason, remedy: 'none' },
  model_not_found: { sentence: sayReason, remedy: 'open-models' },
  model_not_installed: {
    sentence: (error) =>
      `${error.details.title ?? 'This model'} is not on this device yet. Download it in Models first.`,
    remedy: 'open-models',
  },
  network_unreachable: {
    sentence: ({ details }) =>
      details.isOffline
        ? 'You are offline. Everything on this device still works; downloads resume when you reconnect.'
        : 'The model’s server cannot be reached. Check your connection; what was downloaded is kept.',
    remedy: 'retry',
  },
  nothing_to_say: {
    sentence: 'There is nothing to say: the text has no words. Write something or drop a file.',
    remedy: 'none',
  },
  not_supported: { sentence: sayReason, remedy: 'none' },
  out_of_memory: {
    sentence: ({ details }) =>
      `Not enough memory for this model${describeNeed(details)}. Close other tabs, or choose a smaller model or build.`,
    remedy: 'open-models',
  },
  storage_full: {
    sentence: ({ details }) => sayFull(details),
    remedy: 'open-models',
  },
  storage_unavailable: {
    sentence: ({ details }) =>
      details.isOlder
        ? 'A newer version of Triptych is open in another tab. Reload this page to use it.'
        : 'This browser does not let the page store data, so nothing can be kept. A private window or a setting may be the cause.',
    remedy: 'reload',
  },
  time_limit_exceeded: { sentence: sayReason, remedy: 'retry' },
  voice_not_found: { sentence: sayReason, remedy: 'none' },
  webgpu_unavailable: {
    sentence:
      'WebGPU is selected, but this browser has no usable GPU. Choose "Automatic" in Settings to run on the processor.',
    remedy: 'open-settings',
  },
  weights_damaged: {
    sentence: (error) =>
      `The stored weights of this model are damaged or incomplete${addReason(error)} Repair the model in Models; only damaged parts are downloaded again.`,
    remedy: 'open-models',
  },
};

/** Triptych's own findings; texts of a runtime or browser are not for people. */
function sayReason({ message, details }: EngineError): string {
  return details.isForeign
    ? 'That did not work, and the browser does not say why. Try again.'
    : message;
}

function addReason({ message, details }: EngineError): string {
  return details.isForeign ? '.' : `: ${message.replace(/\.$/, '')}.`;
}

function sayFull({ neededBytes, freeBytes, isDownload }: ErrorDetails): string {
  if (typeof neededBytes === 'number' && typeof freeBytes === 'number')
    return `This needs ${nameBytes(neededBytes)}, and the browser has room for ${nameBytes(freeBytes)}. Delete a model you no longer use.`;
  return isDownload
    ? 'The browser has no room left for this download. What was downloaded is kept; delete a model you no longer use, and continue.'
    : 'The browser has no room left for this site, so what you made last is gone when this page closes. Save it as a file, or delete a model you no longer use.';
}

/** As people count: powers of 1000. */
function nameBytes(bytes: number): string {
  if (bytes < 995e3) return `${Math.round(bytes / 1e3)} kB`;
  return bytes < 995e6 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** The sentence and the remedy for an error, ready to show. */
export function describeError(error: EngineError): ErrorSentence {
  const { sentence, remedy } = SENTENCES[error.code];
  return { sentence: typeof sentence === 'string' ? sentence : sentence(error), remedy };
}

/** The numbers, where the arbiter of the GPU knows them. */
function describeNeed({ requestedBytes, availableBytes }: EngineError['details']): string {
  if (typeof requestedBytes !== 'number' || typeof availableBytes !== 'number') return '';
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  return `: it needs about ${gigabytes(requestedBytes)}, and about ${gigabytes(availableBytes)} is free`;
}
