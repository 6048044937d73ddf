/**
 * Kinds of work that a companion is asked for: those for which the interface has a client that
 * speaks HTTP.
 */
export const COMPANION_TASKS = ['chat', 'image', 'speech'] as const;
export type CompanionTask = (typeof COMPANION_TASKS)[number];

/** Samples per second of a companion's speech: what clients of OpenAI's API take `pcm` for. */
export const COMPANION_SAMPLE_RATE = 24_000;

/** A voice of a companion, as far as `GET /v1/audio/voices` tells. */
export interface CompanionVoice {
  id: string;
  /** For people. */
  name: string;
  /** BCP 47, lower case: what it speaks unless it is told otherwise. */
  language: string;
  gender?: 'female' | 'male' | 'neutral' | undefined;
  /** The makers' own grade: "A" is best. */
  grade?: string | undefined;
  /** The makers' name for its size. */
  quality?: string | undefined;
  /** How many people it can speak as, where that is more than one. */
  speakers?: number | undefined;
  licence?: string | undefined;
}

/** Which sizes a model draws well, in pixels. */
interface CompanionPictureSize {
  width: number;
  height: number;
  /** Both sides must be multiples of this. */
  multipleOf: number;
  /** It takes no other size. */
  isFixed: boolean;
}

/** A model of a companion server, as it stands beside those of this device. */
export interface CompanionModel {
  /** What settings and messages call it: another model than one of the same name here. */
  id: string;
  /** What the server calls it. */
  name: string;
  /** For people. */
  title: string;
  task: CompanionTask;
  /** As `GET /v1/models` has them. */
  capabilities: readonly string[];
  /** Tokens of prompt and answer together, where the server tells. */
  contextLength?: number | undefined;
  /** Of a model that speaks, the default first; empty where the server lists none. */
  voices?: readonly CompanionVoice[] | undefined;
  /** Of a model that draws, where the server tells. */
  pictureSize?: CompanionPictureSize | undefined;
  /** `local`, or the server behind the companion that runs it. */
  home: string;
}

const PREFIX = 'companion:';

export function toCompanionId(name: string): string {
  return `${PREFIX}${name}`;
}

/** The server's name of a model; `undefined` for one of this device. */
export function readCompanionId(id: string): string | undefined {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined;
}

/**
 * `Qwen/Qwen3-8B-GGUF:Qwen3-8B-Q4_K_M` is "Qwen3-8B-Q4_K_M", `unsloth/gemma-GGUF` is "gemma", and
 * `llama3.2:3b` stays what it is.
 */
export function nameForPeople(name: string): string {
  const whole = name.replace(/:latest$/, '');
  const last = whole.split(whole.includes('/') ? /[/:]/ : '/').at(-1) ?? whole;
  return last.replace(/\.gguf$/i, '').replace(/-(?:GGUF|ONNX|MLC)$/i, '');
}

/** What two builds of one model have in common. */
function reduceName(name: string): string {
  const [repository = name] = name.split(':');
  const last = repository.split('/').at(-1) ?? repository;
  return last
    .toLowerCase()
    .replace(/\.gguf$/, '')
    .replace(/[-_.](?:onnx|gguf|mlc|web|q\d\w*|f16|fp16|bf16|it|instruct|chat)(?=$|[-_.])/g, '')
    .replaceAll(/[-_.]/g, '');
}

/** The model of a companion that is the same as one of this device, whatever the build. */
export function findSameModel(
  models: readonly CompanionModel[],
  wanted: { repository: string; task: string },
): CompanionModel | undefined {
  const ofTask = models.filter(({ task }) => task === wanted.task);
  const reduced = reduceName(wanted.repository);
  return (
    ofTask.find(({ name }) => name === wanted.repository) ??
    ofTask.find(({ name }) => reduceName(name) === reduced)
  );
}
