/** The bench's chat as an engine of the server: in a process of its own. */
import { readAhead } from '../../src/comlink/read-ahead.ts';
import { exposeInProcess } from '../../server/engines/expose-in-process.ts';
import { pacedChat } from './paced-chat.ts';

/** As server/engines/chat.process.ts. */
const TOKENS_AHEAD = 16;

exposeInProcess({
  ...pacedChat,
  async *generate(...asked: Parameters<typeof pacedChat.generate>) {
    yield* readAhead(pacedChat.generate(...asked), TOKENS_AHEAD);
  },
});
