import type { CodeHighlighterPlugin, HighlightResult } from 'streamdown';
import {
  createCssVariablesTheme,
  createHighlighterCore,
  type HighlighterCore,
  type LanguageInput,
} from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';

type Load = () => Promise<{ default: LanguageInput }>;

/** Grammars, each fetched when the first block of its language is shown. */
const GRAMMARS: Readonly<Record<string, Load>> = {
  c: () => import('shiki/langs/c.mjs'),
  csharp: () => import('shiki/langs/csharp.mjs'),
  css: () => import('shiki/langs/css.mjs'),
  diff: () => import('shiki/langs/diff.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  html: () => import('shiki/langs/html.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  javascript: () => import('shiki/langs/javascript.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  kotlin: () => import('shiki/langs/kotlin.mjs'),
  markdown: () => import('shiki/langs/markdown.mjs'),
  php: () => import('shiki/langs/php.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  ruby: () => import('shiki/langs/ruby.mjs'),
  rust: () => import('shiki/langs/rust.mjs'),
  shellscript: () => import('shiki/langs/shellscript.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  swift: () => import('shiki/langs/swift.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
};

/** Other names, and languages that a near relation colours well enough. */
const ALIASES: Readonly<Record<string, string>> = {
  bash: 'shellscript',
  'c#': 'csharp',
  'c++': 'c',
  cpp: 'c',
  cs: 'csharp',
  golang: 'go',
  js: 'javascript',
  jsx: 'tsx',
  md: 'markdown',
  mjs: 'javascript',
  py: 'python',
  python3: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'shellscript',
  shell: 'shellscript',
  ts: 'tsx',
  typescript: 'tsx',
  xml: 'html',
  yml: 'yaml',
  zsh: 'shellscript',
};

/** Colours come from the page's own tokens, so that one result serves both themes. */
const THEME = createCssVariablesTheme({
  name: 'triptych',
  variablePrefix: '--shiki-',
  fontStyle: true,
});
/** A block beyond this is shown plain: colouring it would hold up the page. */
const MAX_CODE_LENGTH = 50_000;

/**
 * A line that takes too long stays plain, by default after half a second, which a busy machine
 * needs for the first line alone: its grammar's expressions are compiled then. What takes long for
 * other reasons are long lines.
 */
const LIMITS = { tokenizeTimeLimit: 5_000, tokenizeMaxLineLength: 2_000 };

/** Colours code with Shiki. Results come later, by callback; until then the code is plain. */
export function createCodeHighlighter(): CodeHighlighterPlugin {
  let core: Promise<HighlighterCore> | undefined;
  const results = new Map<string, HighlightResult>();

  async function colour(code: string, language: string): Promise<HighlightResult | undefined> {
    const grammar = GRAMMARS[language];
    if (!grammar) return undefined;
    core ??= createHighlighterCore({
      themes: [THEME],
      langs: [],
      engine: createJavaScriptRegexEngine({ forgiving: true }),
    });
    const highlighter = await core;
    await highlighter.loadLanguage((await grammar()).default);
    return highlighter.codeToTokens(code, { lang: language, theme: 'triptych', ...LIMITS });
  }
  return {
    name: 'shiki',
    type: 'code-highlighter',
    getSupportedLanguages: () => Object.keys(GRAMMARS),
    getThemes: () => [THEME, THEME] as never,
    supportsLanguage: (language) => nameLanguage(language) in GRAMMARS,
    highlight({ code, language, isIncomplete }, callback) {
      const name = nameLanguage(language);
      const key = `${name}\n${code}`;
      const known = results.get(key);
      if (known || code.length > MAX_CODE_LENGTH) return known ?? null;
      void colour(code, name).then((result) => {
        if (!result) return;
        if (!isIncomplete) results.set(key, result);
        callback?.(result);
      });
      return null;
    },
  };
}

function nameLanguage(language: string): string {
  const name = language.toLowerCase();
  return ALIASES[name] ?? name;
}
