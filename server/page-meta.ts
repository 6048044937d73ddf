/** What the page is told of the server that sends it. */
export interface ServerFacts {
  /** Whether the server mirrors a hub under `/hub`. */
  hasMirror: boolean;
  /** Whether it answers the API's routes itself, so that no page has to. */
  hasApi: boolean;
}

/** Writes the facts into `index.html`, where the page reads them as `<meta>` elements. */
export function writePageMeta(html: string, { hasMirror, hasApi }: ServerFacts): string {
  const mirrored = hasMirror ? pointToMirror(html) : html;
  return hasApi
    ? mirrored.replace('</head>', '<meta name="triptych-api" content="server" />\n  </head>')
    : mirrored;
}

/** The built-in value is the public hub alone. */
export function pointToMirror(html: string): string {
  return html.replace(/(<meta name="triptych-hubs" content=")([^"]*)"/, '$1./hub $2"');
}
