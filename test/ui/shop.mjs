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

let workbench, page, view, detail;
// Rows are recycled: hidden ones stand between those that show, in no order.
const rows = () => view.locator('[role=row]:visible');
const span = (name) => view.locator('.span-text:visible', { hasText: new RegExp(`^${name}`) }).first();
/** A row of the list: an order that was paid. */
const PAID = /^POST \/checkout, storefront, \d+ spans, \d+(\.\d+)? ms/;
const figures = /\d+ spans? · p50 .* · p95 /;
const lens = (title) => page.locator('.codelens-decoration:visible a', { hasText: title }).first();
const activeFile = (name) => page.getByRole('tab', { name, selected: true });

before(async () => {
  copyShop(shop);
  configure({
    // Its README is for people; a page that opens takes the keys.
    'workbench.startupEditor': 'none',
    'spanline.receiver.httpPort': 0,
    'spanline.receiver.grpcPort': 0,
    'window.autoDetectColorScheme': true,
    // In a browser VS Code saves by itself.
    'files.autoSave': 'off',
    // The pictures show the code and the traces, and no path of this machine.
    'breadcrumbs.enabled': false,
    'editor.minimap.enabled': false,
    'editor.stickyScroll.enabled': false,
  });
  workbench = await openWorkbench(shop);
  ({ page, view } = workbench);
  detail = view.getByRole('region', { name: 'Span', exact: true });
});
after(() => workbench?.close());
afterEach(async (context) => {
  if (!context.passed) await workbench?.picture(`failed - ${context.name}`);
});

/** The line of a file of the shop that holds `text`, from 1. */
const lineOf = (name, text) =>
  readFileSync(path.join(shop, name), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

const cursorAt = (line) => page.getByText(new RegExp(`Ln ${line}, Col \\d+`)).waitFor(wait);

/** Adds settings to those of the shop's folder. */
function configure(settings) {
  writeFileSync(
    settingsFile,
    JSON.stringify({ ...JSON.parse(readFileSync(settingsFile, 'utf8')), ...settings }, undefined, 2),
  );
}

const appears = (locator) =>
  locator.waitFor({ timeout: 3_000 }).then(
    () => true,
    () => false,
  );

/** Selects the newest trace whose row reads so, and waits until its spans show. */
async function openTrace(name) {
  const option = view.getByRole('option', { name }).first();
  // New traces move the list under the mouse, and a trace grows: a click may meet another one.
  for (let attempt = 0; ; attempt++) {
    await option.click(wait);
    const selected = await view.locator('[role=option][aria-selected=true]').getAttribute('aria-label', wait);
    const [, , spans] = selected.split(', ');
    const shown = view.getByRole('treegrid', { name: `Spans: ${spans}`, exact: true });
    if (name.test(selected) && (await appears(shown))) break;
    assert.ok(attempt < 10, `The click always met ${selected}.`);
  }
  await rows().nth(1).waitFor(wait);
}

/** The names of a span and its ancestors, from the root, as the rows show them. */
async function pathTo(name) {
  // Only rows in sight exist.
  await workbench.command('View: Toggle Maximized Panel');
  await span(name).waitFor(wait);
  const shown = await rows().evaluateAll((all) =>
    all.map((one) => {
      const text = [...(one.querySelector('.span-text')?.childNodes ?? [])].filter(
        (node) => node.nodeType === 3,
      );
      return {
        index: Number(one.ariaRowIndex),
        level: Number(one.ariaLevel),
        name: text.map((node) => node.data.trim()).join(''),
      };
    }),
  );
  await workbench.command('View: Toggle Maximized Panel');
  shown.sort((a, b) => a.index - b.index);
  let at = shown.findIndex((one) => one.name === name);
  assert.ok(at >= 0, `No span ${name} among ${shown.map((one) => one.name).join(', ')}`);
  const names = [name];
  for (let level = shown[at].level; level > 1; at--) {
    if (shown[at - 1].level !== level - 1) continue;
    level -= 1;
    names.unshift(shown[at - 1].name);
  }
  return names;
}

test('without traces, the view shows how to send the first one', async () => {
  await workbench.command('Spanline: Show Traces');
  await workbench.growPanel();
  await view.getByRole('heading', { name: 'No traces yet' }).waitFor(wait);
  await workbench.picture('first-minute-dark');
});

test('a program started in a terminal appears by itself', async () => {
  await workbench.command('Terminal: Create New Terminal');
  await page.locator('.terminal-wrapper.active .xterm-screen').waitFor(wait);
  await page.keyboard.type('npm start\n');
  await workbench.command('Spanline: Show Traces');
  // Four services start, on a machine that may be busy.
  await view.getByRole('option', { name: PAID }).first().waitFor({ timeout: 90_000 });
  await openTrace(PAID);
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
  await openTrace(PAID);
  // From the list to the spans, to the last of them, to its code: no mouse.
  for (const key of ['Enter', 'End', 'Enter']) await page.keyboard.press(key);
  await activeFile('payments.js').waitFor(wait);
  await cursorAt(lineOf('payments.js', "startActiveSpan('authorize card'"));
});

test('above the function stand its live figures', async () => {
  await page.locator('.codelens-decoration:visible', { hasText: figures }).first().waitFor(wait);
});

test('a failed trace shows its error, and its span the line that threw', async () => {
  await openTrace(/^POST \/checkout, .*error/);
  await span('authorize card').click();
  await detail.getByText('authorize card').first().waitFor(wait);
  await detail.getByText('the issuer declined card …0002').first().waitFor(wait);
  await detail
    .getByText(`payments.js:${lineOf('payments.js', "startActiveSpan('authorize card'")}`)
    .waitFor(wait);
  await workbench.picture('traces-dark');
});

test('a light theme is followed at once', async () => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('.monaco-workbench.vs').waitFor(wait);
  await workbench.picture('traces-light');
});

test('the quick fix wraps a function in a span', async () => {
  const line = lineOf('orders.js', 'async function priceCart');
  await workbench.openFile('orders.js', `${line}:17`);
  await cursorAt(line);
  await page.locator('.codelens-decoration:visible', { hasText: figures }).first().waitFor(wait);
  const action = page.locator('.action-widget').getByText('Wrap `priceCart` in a span');
  // The menu waits for every provider, and gives up while the built-in one still reads the whole project.
  for (let attempt = 0; attempt < 6 && !(await action.isVisible()); attempt++) {
    await page.keyboard.press('Control+.');
    await action.waitFor({ timeout: 5_000 }).catch(() => page.keyboard.press('Escape'));
  }
  await action.waitFor(wait);
  await workbench.picture('quick-fix-light');
  await page.keyboard.press('Enter');
  await page.locator('.view-line', { hasText: "startActiveSpan('priceCart'" }).waitFor(wait);
  await lens(/waiting for `priceCart`: save orders\.js/).waitFor(wait);
  await page.locator('.statusbar-item', { hasText: 'priceCart…' }).waitFor(wait);
  await workbench.picture('proof-waiting-light');
  await page.keyboard.press('Control+s');
});

test('the next order that has the span proves it, above the function, and a click leads there', async () => {
  // Saving has restarted the service.
  const seen = lens(/seen under `POST \/orders`, \d/);
  await seen.waitFor({ timeout: 60_000 });
  await page.locator('.statusbar-item', { hasText: /priceCart \d/ }).waitFor(wait);
  await workbench.picture('proof-seen-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('.monaco-workbench.vs-dark').waitFor(wait);
  await workbench.picture('proof-seen-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('.monaco-workbench.vs').waitFor(wait);
  await seen.click();
  await detail.getByText('priceCart').first().waitFor(wait);
  await seen.waitFor({ state: 'hidden', ...wait });
  await workbench.picture('proof-opened-light');
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
    await openTrace(PAID);
    if ((await span('priceCart').count()) > 0) break;
    assert.ok(Date.now() < deadline, 'No trace with the new span arrived.');
    // Longer than the list holds still for a pointer.
    await page.waitForTimeout(2_000);
  }
  assert.deepEqual(await pathTo('priceCart'), [
    'POST /checkout',
    'request handler',
    'POST',
    'POST /orders',
    'request handler',
    'priceCart',
  ]);
  await span('priceCart').dblclick();
  await activeFile('orders.js').waitFor(wait);
  await page.locator('.codelens-decoration:visible', { hasText: figures }).first().waitFor(wait);
  await detail.getByText('priceCart').first().waitFor(wait);
  await workbench.picture('new-span-light');
});
