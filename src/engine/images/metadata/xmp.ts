/** An XMP packet (ISO 16684-1) with a picture's parameters: the text that people's programs read, and JSON. */

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

/** What a packet of ours, or the description in anybody's, says. */
export function parseXmp(packet: string): Partial<XmpTexts> {
  const element = (name: string) => new RegExp(`<${name}[^>]*>([\\s\\S]*?)</${name}>`).exec(packet)?.[1];
  const description = element('dc:description')
    ?.replace(/<[^>]*>/g, '')
    .trim();
  const parameters = element('triptych:parameters') ?? description;
  const json = element('triptych:json');
  return {
    ...(parameters ? { parameters: unescapeXml(parameters) } : {}),
    ...(json ? { json: unescapeXml(json) } : {}),
  };
}

function escapeXml(text: string): string {
  // Control characters other than tab and line ends cannot stand in XML at all.
  const clean = Array.from(text).filter((character) => character >= ' ' || '\t\n\r'.includes(character));
  return clean.join('').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function unescapeXml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
