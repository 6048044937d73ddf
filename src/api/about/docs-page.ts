/**
 * RapiDoc takes its colours as variables of its element, where what a page sets wins: the studio's
 * own (`src/ui/styles.css`), for light and for dark.
 */
const COLOURS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  bg: ['#f6f3ee', '#1b1a18'],
  bg2: ['#fdfcfa', '#242320'],
  bg3: ['#ece7df', '#2c2a27'],
  fg: ['#23211e', '#ece8e1'],
  fg2: ['#57524a', '#b5aea3'],
  fg3: ['#6b655c', '#989086'],
  'light-fg': ['#6b655c', '#989086'],
  'light-bg': ['#ece7df', '#2c2a27'],
  'input-bg': ['#fdfcfa', '#242320'],
  'placeholder-color': ['#6b655c', '#989086'],
  'code-bg': ['#ece7df', '#141312'],
  'code-border-color': ['#ddd6cb', '#38352f'],
  'border-color': ['#ddd6cb', '#38352f'],
  'light-border-color': ['#ddd6cb', '#38352f'],
  'inline-code-fg': ['#57524a', '#b5aea3'],
  'primary-color': ['#1f6a55', '#74c7ab'],
  'primary-color-invert': ['#ffffff', '#10231d'],
  blue: ['#1d5a94', '#93c4ee'],
  green: ['#1f6a55', '#74c7ab'],
  'nav-bg-color': ['#fdfcfa', '#242320'],
  'nav-text-color': ['#57524a', '#b5aea3'],
  'nav-hover-bg-color': ['#ece7df', '#2c2a27'],
  'nav-hover-text-color': ['#23211e', '#ece8e1'],
  'nav-accent-color': ['#1f6a55', '#74c7ab'],
  'nav-accent-text-color': ['#23211e', '#ece8e1'],
};

const writeColours = (scheme: 0 | 1) =>
  Object.entries(COLOURS)
    .map(([name, colours]) => `--${name}: ${colours[scheme]};`)
    .join(' ');

const STYLE = `
      body { margin: 0; }
      rapi-doc {
        --font-regular: Inter, ui-sans-serif, system-ui, sans-serif;
        --font-mono: "JetBrains Mono", ui-monospace, monospace;
        --border-radius: 8px;
        ${writeColours(0)}
      }
      @media (prefers-color-scheme: dark) {
        rapi-doc { ${writeColours(1)} }
      }
      rapi-doc::part(section-tag-title), rapi-doc::part(btn) { text-transform: none; }
      @media (max-width: 768px) {
        rapi-doc::part(section-main-content) { padding: 8px 16px; }
      }`;

/**
 * The document for people. The script lies beside the studio's files: `vite.config.ts` puts it there.
 */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Triptych API</title>
    <style>${STYLE}
    </style>
    <script type="module" src="docs/rapidoc.js"></script>
  </head>
  <body>
    <rapi-doc spec-url="openapi.json" load-fonts="false" render-style="read" show-header="false"
      allow-authentication="false" allow-server-selection="false" schema-style="table"></rapi-doc>
  </body>
</html>
`;
