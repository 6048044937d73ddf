/** The part of a tokenizer that shows whether it knows ChatML. */
interface TemplateOwner {
  chat_template?: unknown;
  encode(text: string, options: { add_special_tokens: boolean }): number[];
}

/**
 * Turns between `<|im_start|>` and `<|im_end|>`, as OpenAI's ChatML has them and Qwen, SmolLM2 and
 * many others were trained.
 */
export const CHAT_ML =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/**
 * Gives ChatML to a tokenizer that came without a chat template and has the marks of ChatML as
 * tokens; any other stays as it is. Returns the token that ends a turn where it did.
 */
export function addChatMl(tokenizer: TemplateOwner): number | undefined {
  if (tokenizer.chat_template) return undefined;
  const [start, end] = ['<|im_start|>', '<|im_end|>'].map((mark) =>
    tokenizer.encode(mark, { add_special_tokens: false }),
  );
  if (start?.length !== 1 || end?.length !== 1) return undefined;
  tokenizer.chat_template = CHAT_ML;
  return end[0];
}
