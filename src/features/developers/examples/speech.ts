import type { ExampleRun } from './example.ts';

export async function run({ base, model, show, signal }: ExampleRun): Promise<void> {
  const response = await fetch(`${base}/audio/speech`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      input: 'Every word of this was spoken in your browser.',
      voice: 'alloy',
      response_format: 'wav',
    }),
    signal,
  });
  if (!response.ok) throw new Error(await response.text());

  const player = new Audio(URL.createObjectURL(await response.blob()));
  player.controls = true;
  show(player);
  await player.play();
}
