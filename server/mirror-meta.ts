/**
 * Tells the page that its own origin mirrors a hub under `/hub`: the page reads `<meta
 * name="triptych-hubs">`, whose built-in value is the public hub alone.
 */
export function pointToMirror(html: string): string {
  return html.replace(/(<meta name="triptych-hubs" content=")([^"]*)"/, '$1./hub $2"');
}
