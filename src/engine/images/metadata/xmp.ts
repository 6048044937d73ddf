/**
 * An XMP packet (ISO 16684-1) with a picture's parameters: the text that people's programs read,
 * and JSON.
 */

const NAMESPACE = 'urn:triptych:image-parameters:1';

export interface XmpTexts {
  /** AUTOMATIC1111's form. */
  parameters: string;
  json: string;
}

export function formatXmp({ parameters, json }: XmpTexts, software: string): string {
  const text = escapeXml(parameters);
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    `<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:triptych="${NAMESPACE}">`,
    `<xmp:CreatorTool>${escapeXml(software)}</xmp:CreatorTool>`,
    `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></dc:description>`,
    `<triptych:parameters>${text}</triptych:parameters>`,
    `<triptych:json>${escapeXml(json)}</triptych:json>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n');
}

/** Longer packets hold pictures or histories of editing, not parameters. */
const MAX_PACKET_LENGTH = 2 * 2 ** 20;

/**
 * What a packet of ours says, or in anybody's the description and Exif's comment. Time in
 * proportion to the packet.
 */
export function parseXmp(packet: string): Partial<XmpTexts> & { comment?: string } {
  const text = packet.slice(0, MAX_PACKET_LENGTH);
  const parameters =
    findElement(text, 'triptych:parameters') ?? findElement(text, 'dc:description');
  const json = findElement(text, 'triptych:json');
  const comment = findElement(text, 'exif:UserComment') ?? findAttribute(text, 'exif:UserComment');
  return {
    ...(parameters ? { parameters } : {}),
    ...(json ? { json } : {}),
    ...(comment ? { comment } : {}),
  };
}

/** The text in the first element of a name, of what stands in it. */
function findElement(packet: string, name: string): string | undefined {
  const start = packet.indexOf(`<${name}`);
  const from = start < 0 ? -1 : packet.indexOf('>', start);
  const to = from < 0 ? -1 : packet.indexOf(`</${name}>`, from);
  if (to < 0) return undefined;
  const content = packet.slice(from + 1, to);
  const isMarkedUp = /^\s*<rdf:/.test(content);
  return unescapeXml(isMarkedUp ? content.replace(/<[^<>]*>/g, '').trim() : content);
}

function findAttribute(packet: string, name: string): string | undefined {
  const start = packet.indexOf(` ${name}="`);
  const from = start + name.length + 3;
  const to = start < 0 ? -1 : packet.indexOf('"', from);
  return to < 0 ? undefined : unescapeXml(packet.slice(from, to));
}

function escapeXml(text: string): string {
  // Control characters other than tab and line ends cannot stand in XML at all.
  const clean = Array.from(text).filter(
    (character) => character >= ' ' || '\t\n\r'.includes(character),
  );
  return clean.join('').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
};

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(lt|gt|quot|apos|amp));/gi,
    (whole, hex, decimal, name) => {
      if (name) return ENTITIES[String(name).toLowerCase()] ?? whole;
      const point = hex ? parseInt(String(hex), 16) : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}
