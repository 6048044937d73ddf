import { existsSync } from 'node:fs';

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium-browser',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** A Chrome or Chromium of this machine: `CHROME_PATH`, or one of the usual places. */
export function findChromium(): string | undefined {
  return [process.env.CHROME_PATH, ...CANDIDATES].find((path) => path && existsSync(path));
}

/**
 * How to start it for Playwright: the new headless mode, which has WebGPU, on SwiftShader where
 * asked for, so that the same adapter is there on every machine; and without the browser's own
 * background requests.
 */
export function chromiumLaunchOptions({
  webgpu = 'swiftshader',
}: { webgpu?: 'swiftshader' | 'native' } = {}) {
  const executablePath = findChromium();
  if (!executablePath)
    throw new Error('No Chrome or Chromium was found. Install one, or set CHROME_PATH to it.');
  return {
    executablePath,
    headless: true,
    ignoreDefaultArgs: ['--headless'],
    args: [
      '--headless=new',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--enable-unsafe-webgpu',
      ...(webgpu === 'swiftshader' ? ['--use-webgpu-adapter=swiftshader'] : []),
    ],
  };
}
