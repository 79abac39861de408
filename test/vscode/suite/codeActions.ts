import { commands, Range, type CodeAction, type TextDocument } from 'vscode';

/** Spanline's actions where `text` first stands in the document, resolved. */
export async function actionsAt(document: TextDocument, text: string): Promise<CodeAction[]> {
  const position = document.positionAt(document.getText().indexOf(text));
  const actions = await commands.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new Range(position, position),
    undefined,
    50,
  );
  return actions.filter(({ title }) => title.startsWith('Wrap'));
}
