/** One server-sent event. */
export interface ReceivedEvent {
  /** Empty where the server gave no name. */
  event: string;
  id: string;
  data: string;
}

/**
 * The events of a response's body, as they come (HTML standard, 9.2.6). Ending the iteration closes
 * the connection.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ReceivedEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      // A lone CR at the end may be half of a CRLF.
      const blocks = rest.split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? '';
      for (const block of blocks) yield* parseBlock(block);
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function* parseBlock(block: string): Generator<ReceivedEvent> {
  const received: ReceivedEvent = { event: '', id: '', data: '' };
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field = '', value = ''] = /^(\w+)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    if (field === 'event' || field === 'id') received[field] = value;
  }
  if (data.length > 0) yield { ...received, data: data.join('\n') };
}
