import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as it arrives, by OTLP in JSON. */
export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  /** Nanoseconds since 1970. */
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  /** Code 2: it failed. */
  status: { code: number };
  facts: Readonly<Record<string, string | number>>;
  /** Of whoever sent it. */
  service: string;
}

export interface FakeCollector {
  url: string;
  spans: CollectedSpan[];
  /** All that was sent, as text. */
  readonly text: string;
  find(name: string): CollectedSpan | undefined;
  close(): void;
}

interface OtlpAttribute {
  key: string;
  value: { stringValue?: string; intValue?: number; doubleValue?: number };
}

interface OtlpBatch {
  resourceSpans: {
    resource: { attributes: OtlpAttribute[] };
    scopeSpans: { spans: (CollectedSpan & { attributes: OtlpAttribute[] })[] }[];
  }[];
}

/** Takes spans as any collector of OpenTelemetry does. */
export async function startFakeCollector(): Promise<FakeCollector> {
  const spans: CollectedSpan[] = [];
  let text = '';
  const server = createServer(async (request, response) => {
    const body = await readText(request);
    text += body;
    spans.push(...readBatch(JSON.parse(body) as OtlpBatch));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    get text() {
      return text;
    },
    find: (name) => spans.find((span) => span.name === name),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}

function readBatch({ resourceSpans }: OtlpBatch): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(readFacts(resource.attributes)['service.name']);
    return scopeSpans
      .flatMap(({ spans }) => spans)
      .map((span) => ({ ...span, facts: readFacts(span.attributes), service }));
  });
}

function readFacts(attributes: readonly OtlpAttribute[]): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value: { stringValue, intValue, doubleValue } }) => [
      key,
      stringValue ?? intValue ?? doubleValue ?? '',
    ]),
  );
}
