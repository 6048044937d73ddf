import { describe, expect, it } from 'vitest';
import { describeError } from './error-sentences.ts';
import { EngineError, type ErrorCode } from './errors.ts';

const RAW = 'failed to call OrtRun(). ERROR_CODE: 2, Got: 60 Expected: 20';

describe('The sentence for an error', () => {
  const fallbacks: ErrorCode[] = [
    'internal',
    'download_failed',
    'weights_damaged',
    'invalid_request',
    'not_supported',
  ];
  it.each(fallbacks)("never contains a runtime's text: %s", (code) => {
    const { sentence } = describeError(EngineError.from(new Error(RAW), code));
    expect(sentence).not.toContain('OrtRun');
    expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  it('does not contain it even if the engine names the file', () => {
    expect(
      describeError(new EngineError('internal', `unet/model.onnx: ${RAW}`)).sentence,
    ).not.toContain('60');
  });

  it('contains what Triptych itself found', () => {
    const error = new EngineError('weights_damaged', 'unet/model.onnx is missing');
    expect(describeError(error).sentence).toContain(
      'incomplete: unet/model.onnx is missing. Repair',
    );
    expect(describeError(new EngineError('download_failed', 'The hub said 500.')).sentence).toBe(
      'The download stopped: The hub said 500. What was downloaded is kept.',
    );
  });
});
