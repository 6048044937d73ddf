import type { ExampleRun } from './example.ts';

export async function run({ base, model, show, signal }: ExampleRun): Promise<void> {
  const response = await fetch(`${base}/images/generations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      prompt: 'a red apple',
      seed: 7,
      response_format: 'b64_json',
    }),
    signal,
  });
  const { data, error } = await response.json();
  if (error) throw new Error(error.message);

  const picture = new Image();
  picture.alt = 'The picture that the example drew';
  picture.src = `data:image/png;base64,${data[0].b64_json}`;
  show(picture);
}
