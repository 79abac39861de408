import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, it } from 'mocha';
import {
  commands,
  Range,
  window,
  workspace,
  type CodeAction,
  type CodeLens,
  type TextDocument,
  type Uri,
} from 'vscode';
import { Command } from '../../../src/editor/names.ts';
import { actionsAt } from './codeActions.ts';
import { sendSpan, until, workspaceFile } from './spanline.ts';

const open = async (name: string): Promise<TextDocument> => {
  const document = await workspace.openTextDocument(workspaceFile(name));
  await window.showTextDocument(document);
  return document;
};

describe('Beside the code', () => {
  it('shows live figures above a function, and lists its traces', async () => {
    const document = await open('cart.js');
    await sendSpan('checkout');
    const lens = await until(async () => {
      const lenses = await commands.executeCommand<CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        50,
      );
      return lenses.find(({ command }) => command?.title.includes('p95'));
    });
    assert.match(lens.command!.title, /^1 span · p50 88(\.0+)? ms · p95 88(\.0+)? ms$/);
    assert.match(document.lineAt(lens.range.start).text, /^function checkout/);
    await commands.executeCommand(lens.command!.command, ...(lens.command!.arguments as unknown[]));
  });

  it('offers to wrap a function in a span, and one undo takes it back', async () => {
    const document = await open('cart.js');
    const before = document.getText();
    const [action] = await until(async () => {
      const actions = await actionsAt(document, 'priceCart(cart) {');
      return actions.length > 0 ? actions : undefined;
    });
    assert.equal(action?.title, 'Wrap `priceCart` in a span');
    assert.ok(action.edit);
    assert.ok(await workspace.applyEdit(action.edit));
    assert.match(document.getText(), /tracer\.startActiveSpan\('priceCart', async/);
    await window.showTextDocument(document);
    await commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('fixes all in a file where that is asked for, and only there', async () => {
    const uri = workspaceFile('former.js');
    const text = "span.setAttribute('http.method', 'GET');\nspan.setAttribute('http.status_code', 200);\n";
    await workspace.fs.writeFile(uri, Buffer.from(text));
    const document = await workspace.openTextDocument(uri);
    const asked = (kind?: string) =>
      commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        new Range(0, 0, 0, 0),
        kind,
        5,
      );
    const [all] = await until(async () => {
      const actions = await asked('source.fixAll.spanline');
      return actions.length > 0 ? actions : undefined;
    });
    assert.equal(all?.title, 'Spanline: fix all in this file');
    assert.ok((await asked()).every(({ title }) => title !== all.title));
    assert.ok(all.edit && (await workspace.applyEdit(all.edit)));
    assert.match(document.getText(), /'http\.request\.method', 'GET'[^]*'http\.response\.status_code', 200/);
  });

  it('renames attributes in the whole workspace, when told to', async () => {
    const files = [workspaceFile('former-a.js'), workspaceFile('former-b.py')];
    await workspace.fs.writeFile(files[0]!, Buffer.from("span.setAttribute('http.method', 'GET');\n"));
    await workspace.fs.writeFile(files[1]!, Buffer.from('span.set_attribute("http.status_code", 200)\n'));
    // What another test has changed is not only asked to be saved: unsaved files are refused.
    await until(async () => {
      await workspace.saveAll();
      return workspace.textDocuments.some(({ isDirty }) => isDirty) ? undefined : true;
    });
    const done = commands.executeCommand(Command.renameAttributes);
    const textOf = async (file: Uri) => (await workspace.openTextDocument(file)).getText();
    await until(async () => {
      // Takes the first answer, once it is asked for.
      await pause(1_000);
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return /http\.request\.method/.test(await textOf(files[0]!)) ? true : undefined;
    });
    await done;
    assert.match(await textOf(files[1]!), /"http\.response\.status_code", 200/);
  });

  it('offers nothing where nothing fits', async () => {
    const document = await open('cart.js');
    assert.deepEqual(await actionsAt(document, 'module.exports'), []);
  });
});
