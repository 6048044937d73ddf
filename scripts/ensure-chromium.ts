/**
 * Installs Debian's Chromium if there is no browser and this process may install one; says what to
 * do where it may not.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from '../e2e/chromium.ts';

if (!findChromium()) {
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (mayInstall) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    const options = {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    } as const;
    spawnSync(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'],
      options,
    );
  }
  if (!findChromium()) {
    process.stderr.write(
      'No Chrome or Chromium was found. Install one (Debian: apt install chromium), or set CHROME_PATH to it.\n',
    );
    process.exit(1);
  }
}
