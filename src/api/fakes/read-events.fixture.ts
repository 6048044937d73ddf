/** The events of a stream, each with its name, if it has one. */
export async function readEvents(
  response: Response,
): Promise<{ event?: string; id?: string; data: unknown }[]> {
  const blocks = (await response.text()).split('\n\n').filter((block) => block !== '');
  return blocks.map((block) => {
    const lines = block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]);
    const { data = '', ...rest } = Object.fromEntries(lines);
    return { ...rest, data: data.startsWith('{') ? (JSON.parse(data) as unknown) : data };
  });
}
