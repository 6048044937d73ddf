/** One replica of the model, by llama.cpp's own numbers. */
export interface Replica {
  id: string;
  /** Its process id. */
  process: number;
  /** Answers that it writes or has waiting. */
  running: number;
  /** Steps that it has computed: one for each token, whatever the number of answers. */
  steps: number;
}

const VALUE = /^llamacpp:(\w+)\{replica="([^"]+)",process="(\d+)"\} (\S+)$/gm;

/** Reads what `/metrics` of deploy/ray-serve says of every replica. */
export function parseReplicas(metrics: string): Replica[] {
  const replicas = new Map<string, Replica>();
  for (const [, name = '', id = '', process = '', text = ''] of metrics.matchAll(VALUE)) {
    const replica = replicas.get(id) ?? { id, process: Number(process), running: 0, steps: 0 };
    replicas.set(id, replica);
    if (name === 'requests_processing' || name === 'requests_deferred')
      replica.running += Number(text);
    if (name === 'n_decode_total') replica.steps = Number(text);
  }
  return [...replicas.values()];
}

export async function readReplicas(url: string, signal: AbortSignal): Promise<Replica[]> {
  const response = await fetch(`${url}/metrics`, { signal });
  if (!response.ok) throw new Error(`${url}/metrics answers with ${response.status}.`);
  return parseReplicas(await response.text());
}
