// The whole loop, in the real workbench with Spanline installed from its package: run the shop in VS Code's terminal,
// see a trace, jump to the code, apply the quick fix, and see the new span.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { copyShop } from '../../scripts/shop.mjs';
import { cache } from '../../scripts/workbench.mjs';
import { openWorkbench } from './workbench.mjs';

const shop = path.join(cache, 'ui/shop');
const settingsFile = path.join(shop, '.vscode/settings.json');
const wait = { timeout: 30_000 };

let workbench, page, view;
const rows = () => view.getByRole('row');
const span = (name) => view.locator('.span-text', { hasText: new RegExp(`^${name}`) }).first();
const activeFile = (name) => page.getByRole('tab', { name, selected: true });

before(async () => {
  copyShop(shop);
  configure({ 'spanline.receiver.httpPort': 0, 'spanline.receiver.grpcPort': 0 });
  workbench = await openWorkbench(shop);
  ({ page, view } = workbench);
});
after(() => workbench?.close());
afterEach(async (context) => {
  if (!context.passed) await workbench?.picture(`failed - ${context.name}`);
});

/** Changes settings of the shop's folder; VS Code follows at once. */
function configure(settings) {
  writeFileSync(
    settingsFile,
    JSON.stringify({ ...JSON.parse(readFileSync(settingsFile, 'utf8')), ...settings }, undefined, 2),
  );
}

/** Selects the newest trace whose row reads so, and waits until its spans show. */
async function openTrace(name) {
  const option = view.getByRole('option', { name }).first();
  // New traces move the list under the mouse: a click may meet another one.
  for (let attempt = 0; ; attempt++) {
    await option.click(wait);
    const selected = await view.locator('[role=option][aria-selected=true]').getAttribute('aria-label', wait);
    if (name.test(selected)) break;
    assert.ok(attempt < 10, `The click always met ${selected}.`);
  }
  await rows().nth(1).waitFor(wait);
}

/** The names of a span and its ancestors, from the root, as the rows show them. */
async function pathTo(name) {
  const shown = await rows().evaluateAll((all) =>
    all.map((one) => ({
      level: Number(one.getAttribute('aria-level')),
      name:
        one.querySelector('.span-text')?.firstChild?.textContent ??
        one.querySelector('.span-text')?.textContent,
    })),
  );
  const at = shown.findIndex((one) => one.name?.trim().startsWith(name));
  assert.ok(at >= 0, `No span ${name} among ${shown.map((one) => one.name)}`);
  const names = [shown[at].name.trim()];
  for (let i = at - 1, level = shown[at].level; i >= 0 && level > 1; i--) {
    if (shown[i].level === level - 1) [level] = [shown[i].level, names.unshift(shown[i].name.trim())];
  }
  return names;
}

test('without traces, the view shows how to send the first one', async () => {
  await workbench.command('Spanline: Show Traces');
  await workbench.growPanel();
  await view.getByRole('heading', { name: 'No traces yet' }).waitFor(wait);
  await workbench.picture('empty-dark');
});

test('a program started in a terminal appears by itself', async () => {
  await workbench.command('Terminal: Create New Terminal');
  await page
    .locator(
      '.terminal-wrapper.active .xterm-cursor, .terminal-wrapper.active canvas, .terminal-wrapper.active .xterm-rows',
    )
    .first()
    .waitFor(wait);
  await page.keyboard.type('npm start\n');
  await workbench.command('Spanline: Show Traces');
  await openTrace(/^POST \/checkout, storefront, \d+ spans, \d+(\.\d+)? ms/);
  assert.deepEqual(await pathTo('authorize card'), [
    'POST /checkout',
    'request handler',
    'POST',
    'POST /orders',
    'request handler',
    'POST',
    'POST /charges',
    'request handler',
    'authorize card',
  ]);
});

test('Enter on a span opens its line', async () => {
  await span('authorize card').click();
  await page.keyboard.press('Enter');
  await activeFile('payments.js').waitFor(wait);
  const line =
    readFileSync(path.join(shop, 'payments.js'), 'utf8')
      .split('\n')
      .findIndex((text) => text.includes("startActiveSpan('authorize card'")) + 1;
  await page.getByText(new RegExp(`Ln ${line}, Col \\d+`)).waitFor(wait);
});

test('above the function stand its live figures', async () => {
  await page
    .locator('.codelens-decoration', { hasText: /\d+ spans? · p50 .* · p95 / })
    .first()
    .waitFor(wait);
});

test('a failed trace shows its error, and its span the line that threw', async () => {
  await openTrace(/^POST \/checkout, .*error/);
  await span('authorize card').click();
  await view.getByText('the issuer declined card …0002').first().waitFor(wait);
  await workbench.picture('traces-dark');
});

test('the quick fix wraps a function in a span', async () => {
  const line =
    readFileSync(path.join(shop, 'orders.js'), 'utf8')
      .split('\n')
      .findIndex((text) => text.startsWith('async function priceCart')) + 1;
  await workbench.openFile('orders.js', `${line}:17`);
  await page.getByText(new RegExp(`Ln ${line}, Col 17`)).waitFor(wait);
  await page.locator('[class*=codicon-light-bulb], [class*=codicon-gutter-lightbulb]').first().waitFor(wait);
  await page.keyboard.press('Control+.');
  const action = page.locator('.action-widget').getByText('Wrap `priceCart` in a span');
  await action.waitFor(wait);
  await workbench.picture('fix-dark');
  await action.click();
  await page.locator('.view-line', { hasText: "startActiveSpan('priceCart'" }).waitFor(wait);
  await page.keyboard.press('Control+s');
});

test('after the restart, the new span stands under its parent', async () => {
  // Saving has restarted the service; the next customers' orders have the span.
  await workbench.command('Spanline: Show Traces');
  await view
    .getByRole('option', { name: /^POST \/checkout/ })
    .first()
    .waitFor(wait);
  const deadline = Date.now() + 60_000;
  for (;;) {
    await openTrace(/^POST \/checkout, storefront, \d+ spans, \d+(\.\d+)? ms/);
    if ((await span('priceCart').count()) > 0) break;
    assert.ok(Date.now() < deadline, 'No trace with the new span arrived.');
    await page.waitForTimeout(1_000);
  }
  assert.deepEqual(await pathTo('priceCart'), [
    'POST /checkout',
    'request handler',
    'POST',
    'POST /orders',
    'request handler',
    'priceCart',
  ]);
  await span('priceCart').click();
  await page.keyboard.press('Enter');
  await activeFile('orders.js').waitFor(wait);
  await workbench.picture('fixed-dark');
});

test('the same in a light theme, and as an editor tab', async () => {
  await workbench.theme('Light Modern');
  await page.locator('.monaco-workbench.vs').waitFor(wait);
  await workbench.picture('traces-light');
});
