// A window of the real workbench, driven as a person drives it: by keys, the command palette and clicks.
import { chromium } from 'playwright-core';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromiumArguments, findChromium } from '../../scripts/browser.mjs';
import { packageIfChanged } from '../../scripts/package.mjs';
import { cache, fetchWorkbench, installExtension, root, startWorkbench } from '../../scripts/workbench.mjs';

const screenshots = path.join(cache, 'screenshots');
const shown = process.env.SPANLINE_UPDATE_IMAGES ? readFileSync(path.join(root, 'README.md'), 'utf8') : '';

/** Where a picture goes: beside the README when that shows it and is to show it anew. */
function folderOf(picture) {
  const images = 'docs/images';
  return shown.includes(`${images}/${picture}`) ? path.join(root, images) : screenshots;
}

/** Opens a folder in a VS Code that has Spanline installed from its package, with a data folder of its own. */
export async function openWorkbench(folder) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'spanline-ui-'));
  const dataFolder = path.join(scratch, 'vscode');
  const workbench = await fetchWorkbench();
  await installExtension(workbench, dataFolder, await packageIfChanged());
  const server = await startWorkbench(workbench, {
    dataFolder,
    folder,
    env: { SPANLINE_DATA: path.join(scratch, 'data') },
  });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArguments });
  const page = await browser.newPage({ viewport: { width: 1440, height: 960 }, colorScheme: 'dark' });
  await page.goto(server.address);
  // The extension is up when its receiver is in the status bar.
  await page.locator('.statusbar-item', { hasText: 'OTLP' }).waitFor({ timeout: 60_000 });

  // VS Code for the Web opens a place for its chat, which is switched off.
  await hide('.part.auxiliarybar', 'Control+Alt+b');

  /** Hides a part of the window by the key that toggles it; a key that comes while an editor still opens is lost. */
  async function hide(part, key) {
    const place = page.locator(part);
    for (let attempt = 0; await place.isVisible(); attempt++) {
      if (attempt === 10) throw new Error(`${key} does not hide ${part}.`);
      await page.keyboard.press(key);
      await place.waitFor({ state: 'hidden', timeout: 3_000 }).catch(() => undefined);
    }
  }

  const quickInput = page.locator('.quick-input-widget input');

  const opens = () =>
    quickInput.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );

  /** Runs a command of the palette by its title. */
  async function command(title) {
    await page.keyboard.press('F1');
    if (!(await opens())) await page.keyboard.press('F1');
    await quickInput.fill(`>${title}`, { timeout: 10_000 });
    await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
    await page.keyboard.press('Enter');
  }

  /** Opens a file of the folder with the cursor on a line. */
  async function openFile(name, line) {
    await page.keyboard.press('Control+p');
    await quickInput.fill(`${name}:${line}`);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name, selected: true }).waitFor();
  }

  /** Gives the panel half of the window's height, as one does to read a trace. */
  async function growPanel() {
    const panel = page.locator('.part.panel');
    await panel.waitFor();
    const { x, y, width } = await panel.boundingBox();
    await page.mouse.move(x + width / 2, y);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, page.viewportSize().height / 2, { steps: 5 });
    await page.mouse.up();
  }

  async function picture(name) {
    const folder = folderOf(`${name}.png`);
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
  }

  async function close() {
    await browser.close();
    await server.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10 });
  }

  // Room for the code and the traces.
  await hide('.part.sidebar', 'Control+b');
  await command('View: Close All Editors');

  /** What the Traces view shows. */
  const view = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  return { page, view, command, openFile, growPanel, picture, close };
}
