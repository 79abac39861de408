import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, before, describe, it } from 'mocha';
import {
  commands,
  NotebookCellData,
  NotebookCellKind,
  NotebookData,
  Selection,
  window,
  workspace,
  type CodeAction,
  type CodeLens,
  type Command,
  type TextDocument,
} from 'vscode';
import { workspaceEdit } from '../../../src/editor/assistEdit.ts';
import { actionsAt } from './codeActions.ts';
import { OtherActions } from './otherActions.ts';
import { sendSpan, until, workspaceFile } from './spanline.ts';

const open = async (name: string): Promise<TextDocument> => {
  const document = await workspace.openTextDocument(workspaceFile(name));
  await window.showTextDocument(document);
  return document;
};

/** The action that wraps what `text` is in; a document that is still being read anew cancels the question. */
const actionAt = (document: TextDocument, text: string): Promise<CodeAction> =>
  until(async () => (await actionsAt(document, text).catch(() => []))[0]);

async function apply({ edit }: CodeAction): Promise<void> {
  assert.ok(edit && (await workspace.applyEdit(edit)));
}

const run = ({ command, arguments: given }: Command) =>
  commands.executeCommand(command, ...((given ?? []) as unknown[]));

/** The lenses of a document; a change of it cancels the question, which is then asked again. */
const lensesOf = (document: TextDocument): Promise<CodeLens[]> =>
  until(async () => {
    try {
      return await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 50);
    } catch {
      return undefined;
    }
  });

/** The lens whose title matches, as soon as there is one. */
const told = (document: TextDocument, title: RegExp): Promise<CodeLens> =>
  until(async () => (await lensesOf(document)).find(({ command }) => title.test(command?.title ?? '')));

const lenses = async (document: TextDocument): Promise<string[]> =>
  (await lensesOf(document)).map(({ command }) => command?.title ?? '');

describe('After an action', () => {
  const file = workspaceFile('price.js');
  let original: Uint8Array;
  before(async () => {
    original = await workspace.fs.readFile(file);
  });
  afterEach(async () => {
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await workspace.fs.writeFile(file, original);
  });

  it('the name of the span is selected, the code is as it was, and one undo takes all back', async () => {
    const document = await open('price.js');
    const text = document.getText();
    await apply(await actionAt(document, 'discount(cart) {'));
    const editor = window.activeTextEditor!;
    assert.equal(document.getText(editor.selection), 'discount');
    assert.match(document.getText(), /startActiveSpan\('discount'/);
    assert.ok(
      document.getText().includes('    const text = `\\${1:} $0 ${cart.name} \\\\`;'),
      document.getText(),
    );
    await commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });

  it('its span is waited for, under the name that it is given, and then seen', async () => {
    const document = await open('price.js');
    await sendSpan('list', {}, 'price');
    await apply(await actionAt(document, 'discount(cart) {'));
    const waiting = await told(document, /waiting for `discount`: save price\.js$/);
    assert.match(document.lineAt(waiting.range.start).text, /^function discount/);
    await commands.executeCommand('type', { text: 'find the discount' });
    await document.save();
    await told(document, /waiting for `find the discount`…$/);
    await sendSpan('find the discount', {}, 'price');
    const seen = await told(document, /\$\(pass\)\sseen, 88(\.0)? ms$/);
    await run(seen.command!);
    await until(async () =>
      (await lenses(document)).some((title) => title.includes('seen')) ? undefined : true,
    );
  });

  it('its span is waited for though VS Code asks for actions anew while the edit is worked out', async () => {
    // Questions about it keep the worker from the edit.
    const busy = workspaceFile('busy.js');
    const functions = Array.from({ length: 1_500 }, (_, i) => `function f${i}(a) {\n  return a + ${i};\n}\n`);
    await workspace.fs.writeFile(busy, Buffer.from(functions.join('')));
    const large = await workspace.openTextDocument(busy);
    const document = await open('price.js');
    const others = new OtherActions();
    try {
      const at = document.positionAt(document.getText().indexOf('discount(cart) {'));
      window.activeTextEditor!.selection = new Selection(at, at);
      await actionAt(document, 'discount(cart) {');
      await until(async () => {
        await commands.executeCommand('editor.action.quickFix');
        // The menu opens.
        await pause(1_000);
        const answer = await others.delay(document.uri);
        for (let i = 0; i < 6; i++) void actionsAt(large, 'return a').catch(() => undefined);
        await pause(200);
        void commands.executeCommand('acceptSelectedCodeAction');
        await pause(50);
        answer();
        await pause(2_000);
        return document.getText().includes("startActiveSpan('discount'") || undefined;
      });
      await told(document, /waiting for `discount`/);
    } finally {
      others.dispose();
      await workspace.fs.delete(busy);
    }
  });

  it('a run without the span is said to be one', async () => {
    const document = await open('price.js');
    await sendSpan('list', {}, 'price');
    await apply(await actionAt(document, 'discount(cart) {'));
    await told(document, /waiting for `discount`/);
    await sendSpan('list', {}, 'price');
    await told(document, /not seen: `discount` was not in the next trace of `price`$/);
  });

  it('nothing is waited for when the action is undone', async () => {
    const document = await open('price.js');
    await apply(await actionAt(document, 'discount(cart) {'));
    await told(document, /waiting for `discount`/);
    await commands.executeCommand('undo');
    await until(async () =>
      (await lenses(document)).some((title) => title.includes('waiting')) ? undefined : true,
    );
  });

  it('what is expected can be dismissed', async () => {
    const document = await open('price.js');
    await apply(await actionAt(document, 'discount(cart) {'));
    await told(document, /waiting for `discount`/);
    const dismiss = await told(document, /^\$\(close\)$/);
    await run(dismiss.command!);
    assert.ok(!(await lenses(document)).some((title) => title.includes('waiting')));
  });
});

describe('An edit over several files', () => {
  it('asks first, and speaks of each file in its own lines', async () => {
    const document = await open('price.js');
    const [one, other, created] = ['price.js', 'twins.js', 'made.txt'].map(
      (name) => workspaceFile(name).fsPath,
    );
    const edit = await workspaceEdit(
      document,
      {
        files: [
          { file: one!, edits: [{ start: 0, end: 5, text: 'let' }] },
          { file: other!, edits: [{ start: 40, end: 40, text: '' }] },
          { file: created!, edits: [{ start: 0, end: 0, text: 'made\n' }], create: true },
        ],
        name: { edit: 0, start: 0, end: 3 },
      },
      'Set up',
    );
    const twins = await workspace.openTextDocument(workspaceFile('twins.js'));
    const [, changes] = edit.entries().find(([uri]) => uri.fsPath === other)!;
    const { range } = changes[0]!;
    assert.ok(range.isEqual(twins.validateRange(range)));
    assert.equal(twins.offsetAt(range.start), 40);
  });

  it('refuses where another file has unsaved changes', async () => {
    const twins = await open('twins.js');
    await commands.executeCommand('type', { text: 'x' });
    const document = await open('price.js');
    await assert.rejects(
      workspaceEdit(
        document,
        { files: [{ file: twins.uri.fsPath, edits: [{ start: 0, end: 0, text: '' }] }] },
        'Set up',
      ),
      /twins\.js, too, which has unsaved changes: save it first/,
    );
    await window.showTextDocument(twins);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

describe('Nothing is offered', () => {
  const text = 'function f() {\n  return 1;\n}\n';
  const none = async (document: TextDocument) => {
    assert.deepEqual(
      (await actionsAt(document, 'return')).map(({ title }) => title),
      [],
    );
  };

  it('in a document that was never saved', async () => {
    await none(await workspace.openTextDocument({ language: 'javascript', content: text }));
  });

  it('in the cell of a notebook', async () => {
    const cell = new NotebookCellData(NotebookCellKind.Code, 'def f():\n    return 1\n', 'python');
    const notebook = await workspace.openNotebookDocument('jupyter-notebook', new NotebookData([cell]));
    await window.showNotebookDocument(notebook);
    await none(notebook.cellAt(0).document);
  });

  const written = async (name: string, content: string): Promise<TextDocument> => {
    const uri = workspaceFile(name);
    await workspace.fs.writeFile(uri, Buffer.from(content));
    return workspace.openTextDocument(uri);
  };

  it('in files of Vue and Svelte', async () => {
    await none(await written('Cart.vue', `<script>\n${text}</script>\n`));
    await none(await written('Cart.svelte', `<script>\n${text}</script>\n`));
  });

  it('in a file of 5 MB, at once', async () => {
    const document = await written('large.js', text + '// a line of text\n'.repeat(300_000));
    const began = performance.now();
    await none(document);
    // The built-in provider may take its time over such a file; ours must not be asked at all.
    assert.ok(performance.now() - began < 30_000);
  });
});
