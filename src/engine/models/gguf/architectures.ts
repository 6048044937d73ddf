/** Text models that the llama.cpp of wllama reads, by the names that their headers use. */
export const CHAT_ARCHITECTURES: ReadonlySet<string> = new Set(
  [
    'afmoe apertus arcee arctic arwkv7 baichuan bailingmoe bailingmoe2 bitnet bloom chameleon',
    'chatglm codeshell cogvlm cohere2 command-r dbrx deci deepseek deepseek2 dots1 ernie4_5',
    'ernie4_5-moe exaone exaone-moe exaone4 falcon falcon-h1 gemma gemma2 gemma3 gemma3n gemma4',
    'glm-dsa glm4 glm4moe gpt-oss gpt2 gptneox granite granitehybrid granitemoe grok grovemoe',
    'hunyuan-dense hunyuan-moe hunyuan_vl internlm2 jais jais2 jamba kimi-linear lfm2 lfm2moe llama',
    'llama4 maincoder mamba mamba2 mimo2 minicpm minicpm3 minimax-m2 mistral3 mistral4 mpt nemotron',
    'nemotron_h nemotron_h_moe olmo olmo2 olmoe openelm orion paddleocr pangu-embedded phi2 phi3',
    'phimoe plamo plamo2 plamo3 plm qwen qwen2 qwen2moe qwen2vl qwen3 qwen35 qwen35moe qwen3moe',
    'qwen3next qwen3vl qwen3vlmoe refact rwkv6 rwkv6qwen2 rwkv7 seed_oss smallthinker smollm3',
    'stablelm starcoder starcoder2 step35 xverse',
  ].flatMap((line) => line.split(' ')),
);

/** Models in GGUF that do something else, and what. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^clip$/, 'is the part of another model that looks at pictures'],
  [/^(?:flux|sd\d?|sdxl|wan|qwen_image|lumina2|hidream|ltxv|hyvid|cosmos|z_image)/, 'draws'],
  [/^(?:dream|llada|llada-moe|rnd1)$/, 'writes by diffusion'],
  [/^(?:t5|wavtokenizer-dec|whisper)/, 'turns texts or sound into others'],
];

/** Why a model of an architecture cannot chat here; `undefined` if it can. */
export function explainArchitecture(architecture: string): string | undefined {
  if (CHAT_ARCHITECTURES.has(architecture)) return undefined;
  const [, does] = OTHERS.find(([sign]) => sign.test(architecture)) ?? [];
  return does === undefined
    ? `its architecture, "${architecture}", is not known to the llama.cpp of this studio`
    : `it ${does} and does not chat (its architecture is "${architecture}")`;
}
