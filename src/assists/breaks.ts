import { readFile } from 'node:fs/promises';
import type { Node } from 'web-tree-sitter';
import { splitMark } from '../languages/byteOrderMark.ts';
import type { FileEdit, TextEdit, TextRange } from '../languages/edit.ts';
import { editedTree } from '../languages/editedTree.ts';
import { perTree } from '../languages/perTree.ts';
import { rangeOf } from '../languages/syntax.ts';
import { applyEdits } from './applyEdits.ts';
import type { AssistContext } from './assist.ts';

/** Whether an edit makes a file parse worse than before. */
export async function breaks(
  context: Pick<AssistContext, 'file' | 'parse'>,
  change: FileEdit,
): Promise<boolean> {
  const { file, parse } = context;
  if (change.file !== file.path) return breaksOther(parse, change);
  const root = file.tree.rootNode;
  const parts = root.hasError ? [] : partsAround(root, change.edits);
  const length = parts.reduce((sum, { start, end }) => sum + end - start, 0);
  const isSmall = parts.length > 0 && length * 4 < file.text.length;
  if (isSmall && !(await anyBreaks(context, parts, change.edits))) return false;
  // What goes around several statements is whole only with all of them.
  return wholeBreaks(context, change.edits);
}

/** Statements of the module stand for themselves: each that changes is parsed alone, which is less than the file. */
async function anyBreaks(
  { file, parse }: Pick<AssistContext, 'file' | 'parse'>,
  parts: readonly TextRange[],
  edits: readonly TextEdit[],
): Promise<boolean> {
  for (const { start, end } of parts) {
    const own = edits
      .filter((edit) => edit.start >= start && edit.end <= end)
      .map((edit) => ({ start: edit.start - start, end: edit.end - start, text: edit.text }));
    const tree = await parse(file.path, applyEdits(file.text.slice(start, end), own));
    const isBroken = tree?.rootNode.hasError ?? false;
    tree?.delete();
    if (isBroken) return true;
  }
  return false;
}

/** The statements of a module that edits touch, those that follow each other together. */
function partsAround(root: Node, edits: readonly TextEdit[]): TextRange[] {
  const statements = placesAtTop(root);
  const parts: { start: number; end: number }[] = [];
  let at = 0;
  for (const edit of edits) {
    while (at < statements.length && statements[at]!.end < edit.start) at++;
    const part = { start: edit.start, end: edit.end };
    for (let i = at; i < statements.length && statements[i]!.start <= edit.end; i++) {
      part.start = Math.min(part.start, statements[i]!.start);
      part.end = Math.max(part.end, statements[i]!.end);
    }
    const before = parts.at(-1);
    if (before && part.start <= before.end) before.end = Math.max(before.end, part.end);
    else parts.push(part);
  }
  return parts;
}

const placesAtTop = perTree((root: Node): readonly TextRange[] => root.children.map(rangeOf));

async function wholeBreaks(
  { file, parse }: Pick<AssistContext, 'file' | 'parse'>,
  edits: readonly TextEdit[],
): Promise<boolean> {
  const edited = editedTree(file, edits);
  const tree = await parse(file.path, applyEdits(file.text, edits), edited);
  try {
    return tree !== undefined && faults(tree.rootNode) > faults(file.tree.rootNode);
  } finally {
    edited.delete();
    tree?.delete();
  }
}

/** The same of a file that is not the one the assist was asked about, where a language reads it. */
async function breaksOther(
  parse: AssistContext['parse'],
  { file, edits, create }: FileEdit,
): Promise<boolean> {
  const text = create ? '' : splitMark(await readFile(file, 'utf8')).text;
  const before = await parse(file, text);
  const after = await parse(file, applyEdits(text, edits));
  try {
    return before !== undefined && after !== undefined && faults(after.rootNode) > faults(before.rootNode);
  } finally {
    before?.delete();
    after?.delete();
  }
}

/** How many times the parser had to guess. */
function faults(root: Node): number {
  let count = 0;
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (!node.hasError) continue;
    if (node.isError || node.isMissing) count++;
    open.push(...node.children);
  }
  return count;
}
