import { build, type Plugin } from 'vite';
import { EMBED_PAGE } from '../../src/api/studio-headers.ts';

/**
 * What other sites load: a script, which is one file, and the page that they frame. That page is the
 * studio's own under another name, since only there may its headers differ (studio-headers.ts).
 */
export function buildEmbed(): Plugin {
  return {
    name: 'triptych-build-embed',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const index = bundle['index.html'];
        if (index?.type !== 'asset') this.error('There is no index.html to make embed.html of.');
        this.emitFile({ type: 'asset', fileName: EMBED_PAGE, source: index.source });
        this.emitFile({ type: 'asset', fileName: 'embed.js', source: await bundleEmbedScript() });
      },
    },
  };
}

async function bundleEmbedScript(): Promise<string> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: 'src/app/embed/embed-client.ts', formats: ['es'] },
    },
  });
  return (built as Extract<typeof built, unknown[]>).map(({ output }) => output[0].code).join('');
}
