/** What a server behind this one speaks: OpenAI's API, or AUTOMATIC1111's. */
const UPSTREAM_KINDS = ['openai', 'sdapi'] as const;
export type UpstreamKind = (typeof UPSTREAM_KINDS)[number];

/** A server behind this one, as it was set. */
export interface UpstreamAddress {
  /** Shown as the home of its models; unique. */
  name: string;
  kind: UpstreamKind;
  /** Without a slash at the end, and without `/v1` for OpenAI's. */
  url: string;
  /** Sent as a bearer token. */
  key?: string;
}

const NAME = /^[a-z\d][\w.-]*$/i;

/**
 * An upstream written as `[name=][kind+]url`; without a name it is called after its host, without a
 * kind it speaks OpenAI's API. Throws an Error of one sentence.
 *
 * @example
 * parseUpstream('big=http://10.0.0.2:8000/v1'); // → {name: 'big', kind: 'openai', url: 'http://10.0.0.2:8000'}
 */
export function parseUpstream(text: string): UpstreamAddress {
  const [, given, kindText = 'openai', address = ''] =
    /^(?:([^=+:/]+)=)?(?:(\w+)\+)?(.*)$/s.exec(text.trim()) ?? [];
  const kind = UPSTREAM_KINDS.find((each) => each === kindText);
  if (!kind)
    throw new Error(`"${kindText}" in "${text}" is not a kind of server: use openai or sdapi`);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`"${text}" has no address such as http://127.0.0.1:8000`);
  const name = given ?? url.host.replace(':', '-');
  if (url.username || url.password)
    throw new Error(
      `the address of ${name} contains a password: put it into ${nameKeyVariable(name)}`,
    );
  if (!NAME.test(name))
    throw new Error(`"${name}" is not a valid name: use letters, digits, - and .`);
  return { name, kind, url: `${url.origin}${url.pathname.replace(/\/+$|\/v1\/?$/g, '')}` };
}

/** The variable that holds an upstream's key. */
export function nameKeyVariable(name: string): string {
  return `TRIPTYCH_UPSTREAM_${name.toUpperCase().replaceAll(/[^A-Z\d]/g, '_')}_KEY`;
}

/** The upstreams that are set, each with its key if there is one. */
export function readUpstreams(
  texts: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): UpstreamAddress[] {
  return texts.map((text) => {
    const address = parseUpstream(text);
    const key = environment[nameKeyVariable(address.name)];
    return { ...address, ...(key && { key }) };
  });
}

/** A name that occurs twice, if there is one. */
export function findRepeatedName(upstreams: readonly UpstreamAddress[]): string | undefined {
  const names = upstreams.map(({ name }) => name);
  return names.find((name, at) => names.indexOf(name) !== at);
}
