import type { ExampleRun } from './example.ts';

export async function run({ base, model, show, signal }: ExampleRun): Promise<void> {
  const response = await fetch(`${base}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      messages: [{ role: 'user', content: 'Write a tagline for a bakery' }],
      stream: true,
    }),
    signal,
  });
  if (!response.ok || !response.body) throw new Error(await response.text());

  let rest = '';
  const texts = response.body.pipeThrough(new TextDecoderStream());
  for await (const text of texts) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: {')) continue;
      const { choices, error } = JSON.parse(line.slice('data: '.length));
      if (error) throw new Error(error.message);
      show(choices[0]?.delta.content ?? '');
    }
  }
}
