/** What an example is run with. */
export interface ExampleRun {
  /** Address of the API, such as `https://studio.example/v1`. */
  base: string;
  model: string;
  /** Shows a text after what is there, or an element. */
  show(what: string | Node): void;
  signal: AbortSignal;
}
