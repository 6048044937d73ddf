/** A home of the API, and what can be expected of the models that it has. */
export interface ApiUnderTest {
  /** As the platform's, for addresses that begin with `origin`. */
  fetch: typeof fetch;
  /** Without a slash at the end. */
  origin: string;
  /** Ids of models. */
  chat: string;
  image: string;
  speech: string;
  embeddings?: string;
  /** Whether the chat model calls a tool that it must call, and keeps to a schema. */
  canCallTools: boolean;
  canStartFromPictures: boolean;
  canWriteOpus?: boolean;
  /** Engines that are at work, where that is known. */
  countRunning?(): number;
  close?(): Promise<void>;
}
