import { run as runChat } from './chat.ts';
import chatSource from './chat.ts?raw';
import { CLIENT_EXAMPLES, type Client, type Subject } from './clients.ts';
import type { ExampleRun } from './example.ts';
import { run as runPicture } from './picture.ts';
import pictureSource from './picture.ts?raw';
import { run as runSpeech } from './speech.ts';
import speechSource from './speech.ts?raw';
import { writeFetchExample } from './write-fetch-example.ts';

/** What is shown is what runs: the code is the source of the function. */
const FETCH: Readonly<Record<Subject, { source: string; run(given: ExampleRun): Promise<void> }>> =
  {
    chat: { source: chatSource, run: runChat },
    picture: { source: pictureSource, run: runPicture },
    speech: { source: speechSource, run: runSpeech },
  };

interface Place {
  base: string;
  model: string;
}

/** The programs that there is an example of. */
export function listClients(subject: Subject): readonly Client[] {
  return ['fetch', ...(Object.keys(CLIENT_EXAMPLES[subject]) as Client[])];
}

/** A program that can be copied and run as it is. */
export function writeExample(subject: Subject, client: Client, place: Place): string {
  if (client === 'fetch') return writeFetchExample(FETCH[subject].source, place);
  return CLIENT_EXAMPLES[subject][client]?.(place) ?? '';
}

/** Runs the example with `fetch`. Throws what went wrong. */
export function runExample(subject: Subject, given: ExampleRun): Promise<void> {
  return FETCH[subject].run(given);
}
