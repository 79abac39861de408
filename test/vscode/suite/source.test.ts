import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { commands, window } from 'vscode';
import { sendSpan, until, workspaceFile } from './spanline.ts';

/** File and line (from 1) of the cursor, as soon as an editor shows it. */
const cursor = () =>
  until(() => {
    const editor = window.activeTextEditor;
    return Promise.resolve(
      editor && { file: editor.document.uri.fsPath, line: editor.selection.active.line + 1 },
    );
  });

describe('From a span to its line', () => {
  beforeEach(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the place that the span itself names', async () => {
    const file = workspaceFile('cart.js').fsPath;
    const span = await sendSpan('anything', { 'code.file.path': file, 'code.line.number': '3' });
    await commands.executeCommand('spanline.openSource', span);
    assert.deepEqual(await cursor(), { file, line: 3 });
  });

  it('asks where several places fit, and opens the one that is chosen', async () => {
    const span = await sendSpan('twin');
    const opened = commands.executeCommand('spanline.openSource', span);
    const choose = async () => {
      await commands.executeCommand('workbench.action.quickOpenNavigateNextInFilePicker');
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return window.activeTextEditor;
    };
    await until(choose);
    await opened;
    const { file, line } = await cursor();
    assert.equal(file, workspaceFile('twins.js').fsPath);
    assert.ok(line === 6 || line === 8, `Line ${line} creates no span.`);
  });
});
