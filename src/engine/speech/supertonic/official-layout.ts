/** By this file a repository of Supertonic in its makers' own layout is known. */
export const OFFICIAL_CONFIG = 'onnx/tts.json';
