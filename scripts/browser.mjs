// The Chromium that shows the workbench in tests: found, or installed where that needs no question.
import { existsSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { run } from './processes.mjs';
import { step } from './steps.mjs';

const usual = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .flatMap((name) => process.env[name] ?? [])
    .map((base) => path.join(base, 'Google/Chrome/Application/chrome.exe')),
};

/** The path of a Chromium or Chrome: `CHROMIUM`, the usual places, or on Debian as root what apt installs. */
export async function findChromium() {
  const asked = process.env.CHROMIUM;
  if (asked) {
    if (!existsSync(asked)) throw new Error(`CHROMIUM is ${asked}, which does not exist.`);
    return asked;
  }
  const found = () => usual[process.platform]?.find((file) => existsSync(file));
  if (!found() && process.platform === 'linux' && process.getuid() === 0 && hasApt()) {
    await step('Installing Chromium by apt (once)', async () => {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      await run('apt-get', ['update', '-q'], { env });
      await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env });
    });
  }
  const browser = found();
  if (browser) return browser;
  throw new Error(
    'The tests in a real VS Code need Chromium or Chrome, and none was found.\n' +
      (process.platform === 'linux'
        ? "Install it with `sudo apt-get install chromium` (Debian, Ubuntu) or your distribution's package, "
        : 'Install Google Chrome, ') +
      'or set CHROMIUM to the path of its executable.',
  );
}

function hasApt() {
  try {
    execFileSync('apt-get', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What Chromium needs to start in a container and to draw without a graphics card. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-dev-shm-usage',
  '--enable-unsafe-swiftshader',
];
