/** A body as it came. */
export interface AskedBody {
  bytes: Uint8Array<ArrayBuffer>;
  /** As its header says. */
  type: string;
}

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of JSON or of a form; none of what cannot be read, which is refused later. */
export async function readFields({ bytes, type }: AskedBody): Promise<Fields> {
  try {
    const value: unknown = /json/i.test(type)
      ? JSON.parse(new TextDecoder().decode(bytes))
      : Object.fromEntries(
          await new Response(bytes, { headers: { 'content-type': type } }).formData(),
        );
    return typeof value === 'object' && value !== null ? (value as Fields) : {};
  } catch {
    return {};
  }
}
