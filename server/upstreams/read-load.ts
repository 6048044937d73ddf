import type { UpstreamReport } from './upstream-report.ts';

/** Requests that run or wait, as vLLM, llama-server, SGLang and the companion name them. */
const QUEUE_GAUGES = [
  'vllm:num_requests_running',
  'vllm:num_requests_waiting',
  'llamacpp:requests_processing',
  'llamacpp:requests_deferred',
  'sglang:num_running_reqs',
  'sglang:num_queue_reqs',
  'triptych_requests_running',
];
/** Shares of the memory for keys and values that are taken. */
const MEMORY_GAUGES = [
  'vllm:kv_cache_usage_perc',
  'vllm:gpu_cache_usage_perc',
  'llamacpp:kv_cache_usage_ratio',
  'sglang:token_usage',
];

/** What Prometheus' text format tells of a server's load; nothing of unknown servers. */
export function readLoad(metrics: string): Pick<UpstreamReport, 'queueDepth' | 'freeMemory'> {
  const queue = readGauges(metrics, QUEUE_GAUGES);
  const taken = readGauges(metrics, MEMORY_GAUGES);
  return {
    ...(queue.length > 0 && { queueDepth: queue.reduce((sum, value) => sum + value, 0) }),
    ...(taken.length > 0 && { freeMemory: 1 - Math.min(1, Math.max(...taken)) }),
  };
}

function readGauges(metrics: string, names: readonly string[]): number[] {
  return metrics.split('\n').flatMap((line) => {
    const [, name = '', value = ''] = /^([\w:]+)(?:\{[^}]*\})?\s+(\S+)/.exec(line) ?? [];
    const number = Number(value);
    return names.includes(name) && Number.isFinite(number) ? [number] : [];
  });
}
