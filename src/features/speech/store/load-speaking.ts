/** Loads what speaks a text for once: no page needs it before something is to be heard. */
export async function loadSpeaking() {
  const [stream, growing] = await Promise.all([
    import('./stream-speech.ts'),
    import('./growing-reading.ts'),
  ]);
  return { ...stream, ...growing };
}
