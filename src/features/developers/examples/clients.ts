/**
 * The same requests by other programs. They are shown and copied; the page itself runs those of
 * `fetch` alone.
 */

export type Subject = 'chat' | 'picture' | 'speech';
export type Client = 'fetch' | 'openai' | 'ai-sdk' | 'langchain' | 'python' | 'curl';

/** Programs outside the browser, which ask a server. */
export const OUTSIDE: ReadonlySet<Client> = new Set(['python', 'curl']);

interface Place {
  base: string;
  model: string;
}

type Write = (place: Place) => string;

const openai = ({ base }: Place, body: string) => `import OpenAI from 'openai';

const openai = new OpenAI({
  baseURL: '${base}',
  apiKey: 'none', // the library wants one, nobody reads it
  dangerouslyAllowBrowser: true, // there is no key to steal
});

${body}`;

const aiSdk = ({ base }: Place, imports: string, body: string) => `${imports}
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';

const triptych = createOpenAICompatible({ name: 'triptych', baseURL: '${base}' });

${body}`;

const openaiPython = (
  { base }: Place,
  imports: string,
  body: string,
) => `${imports && `${imports}\n\n`}from openai import OpenAI

# The library wants a key; on your own machine nobody reads it.
client = OpenAI(base_url="${base}", api_key="none")

${body}`;

/** Of other programs; `fetch` is in a file for each subject. */
export const CLIENT_EXAMPLES: Readonly<
  Record<Subject, Readonly<Partial<Record<Exclude<Client, 'fetch'>, Write>>>>
> = {
  chat: {
    openai: (place) =>
      openai(
        place,
        `const stream = await openai.chat.completions.create({
  model: '${place.model}',
  messages: [{ role: 'user', content: 'Write a tagline for a bakery' }],
  stream: true,
});
for await (const { choices } of stream) console.log(choices[0]?.delta.content);`,
      ),
    'ai-sdk': (place) =>
      aiSdk(
        place,
        `import { streamText } from 'ai';`,
        `const { textStream } = streamText({
  model: triptych('${place.model}'),
  prompt: 'Write a tagline for a bakery',
});
for await (const text of textStream) console.log(text);`,
      ),
    langchain: ({ base, model }) => `import { ChatOpenAI } from '@langchain/openai';

const chat = new ChatOpenAI({
  model: '${model}',
  apiKey: 'none',
  configuration: { baseURL: '${base}', dangerouslyAllowBrowser: true },
});

for await (const { text } of await chat.stream('Write a tagline for a bakery')) console.log(text);`,
    python: (place) =>
      openaiPython(
        place,
        '',
        `chunks = client.chat.completions.create(
    model="${place.model}",
    messages=[{"role": "user", "content": "Write a tagline for a bakery"}],
    stream=True,
)
for chunk in chunks:
    print(chunk.choices[0].delta.content or "", end="")`,
      ),
    curl: ({ base, model }) => `curl -N ${base}/chat/completions \\
  -H 'Content-Type: application/json' \\
  -d '{
    "model": "${model}",
    "messages": [{ "role": "user", "content": "Write a tagline for a bakery" }],
    "stream": true
  }'`,
  },
  picture: {
    openai: (place) =>
      openai(
        place,
        `const { data } = await openai.images.generate({
  model: '${place.model}',
  prompt: 'a red apple',
  response_format: 'b64_json',
});
console.log(data[0].b64_json);`,
      ),
    'ai-sdk': (place) =>
      aiSdk(
        place,
        `import { experimental_generateImage as generateImage } from 'ai';`,
        `const { image } = await generateImage({
  model: triptych.imageModel('${place.model}'),
  prompt: 'a red apple',
});
console.log(image.base64);`,
      ),
    python: (place) =>
      openaiPython(
        place,
        'import base64',
        `answer = client.images.generate(model="${place.model}", prompt="a red apple")
with open("apple.png", "wb") as file:
    file.write(base64.b64decode(answer.data[0].b64_json))`,
      ),
    curl: ({ base, model }) => `curl ${base}/images/generations \\
  -H 'Content-Type: application/json' \\
  -d '{ "model": "${model}", "prompt": "a red apple", "response_format": "b64_json" }' \\
  | jq -r '.data[0].b64_json' | base64 -d > apple.png`,
  },
  speech: {
    openai: (place) =>
      openai(
        place,
        `const response = await openai.audio.speech.create({
  model: '${place.model}',
  voice: 'alloy',
  input: 'Every word of this was spoken in your browser.',
  response_format: 'wav',
});
await new Audio(URL.createObjectURL(await response.blob())).play();`,
      ),
    python: (place) =>
      openaiPython(
        place,
        '',
        `speech = client.audio.speech.with_streaming_response.create(
    model="${place.model}",
    voice="alloy",
    input="Hello from the server.",
)
with speech as answer:
    answer.stream_to_file("hello.mp3")`,
      ),
    curl: ({ base, model }) => `curl ${base}/audio/speech \\
  -H 'Content-Type: application/json' \\
  -d '{ "model": "${model}", "voice": "alloy", "input": "Hello from the server." }' \\
  -o hello.mp3`,
  },
};
