import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit, type TextRange } from '../../edit.ts';
import type { Refusal } from '../../idioms/attempt.ts';
import type { Crossing } from '../../idioms/context.ts';
import { indentationOf, indentationUnit, lineEnding, lineStart, stepped } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { isBroken, nodeAt, selfAndAncestors } from '../../syntax.ts';
import { inBlock } from '../block.ts';
import { ModuleNames } from '../moduleNames.ts';
import { qualifiedNames } from '../qualified.ts';
import { functionRefusal, runOf } from '../span.ts';
import { quoteOf } from '../strings.ts';

const bases: Readonly<Record<string, 'thread' | 'process'>> = {
  'threading.Thread': 'thread',
  'threading.Timer': 'thread',
  'multiprocessing.Process': 'process',
  'multiprocessing.context.Process': 'process',
};

/** A class whose `run` is what a thread or process runs, where the selection is in its header or in that of `run`. */
export function subclassAt(file: ParsedFile, selection: TextRange): Crossing | Refusal | undefined {
  for (const node of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    const body = /^(?:class|function)_definition$/.test(node.type)
      ? node.childForFieldName('body')!
      : undefined;
    if (!body) continue;
    if (selection.start >= body.startIndex) return undefined;
    const isRun = node.type === 'function_definition' && node.childForFieldName('name')!.text === 'run';
    const holder = isRun ? node.parent!.parent : node;
    return holder?.type === 'class_definition' ? ofClass(file, holder) : undefined;
  }
  return undefined;
}

function ofClass(file: ParsedFile, definition: Node): Crossing | Refusal | undefined {
  const parents = definition.childForFieldName('superclasses')?.namedChildren ?? [];
  const way = parents.map((one) => bases[qualifiedNames(file)(one) ?? '']).find(Boolean);
  const body = definition.childForFieldName('body')!;
  const method = (name: string): Node | undefined =>
    body.namedChildren.find(
      (one) => one.type === 'function_definition' && one.childForFieldName('name')!.text === name,
    );
  const run = method('run');
  if (!way || !run) return undefined;
  if (/\battach\(/.test(run.text)) return { refusal: 'The trace context is carried here already.' };
  if (method('start')) {
    return {
      refusal: 'This class has a `start` of its own: keep the current context there, and attach it in `run`.',
    };
  }
  const name = definition.childForFieldName('name')!.text;
  return {
    title: `Carry the trace context into another ${way} (\`${name}.run\`)`,
    range: { start: definition.startIndex, end: body.startIndex },
    carry: isBroken(definition)
      ? { refusal: 'There is a syntax error in or beside this class: mend it first.' }
      : (refused(file, run) ?? (() => carried(file, run, way))),
  };
}

function refused(file: ParsedFile, run: Node): Refusal | undefined {
  const refusal = functionRefusal(file, run);
  return refusal && !/in a span already/.test(refusal) ? { refusal } : undefined;
}

/** `start` is called where the context is, `run` where it is not. */
function carried(file: ParsedFile, run: Node, way: 'thread' | 'process'): TextEdit[] {
  const { text } = file;
  const names = new ModuleNames(file, run);
  const context = names.use('opentelemetry', 'context');
  const quote = quoteOf(text);
  const kept = way === 'thread' ? '_trace_context' : '_trace_carrier';
  const propagate = way === 'process' ? names.use('opentelemetry', 'propagate') : '';
  const keep =
    way === 'thread'
      ? [`\tself.${kept} = ${context}.get_current()`]
      : [`\tself.${kept}: dict[str, str] = {}`, `\t${propagate}.inject(self.${kept})`];
  const token = names.free('token', 'context_token');
  // `run` may be called without `start`, as by a test.
  const taken =
    way === 'thread'
      ? `getattr(self, ${quote}${kept}${quote}, None) or ${context}.get_current()`
      : `${propagate}.extract(getattr(self, ${quote}${kept}${quote}, {}))`;
  const base = indentationOf(text, run.startIndex);
  const eol = lineEnding(text);
  const unit = indentationUnit(text, '    ', base);
  const start = lineStart(text, run.startIndex);
  const lines = ['def start(self) -> None:', ...keep, '\tsuper().start()'];
  const method = lines.map((line) => base + stepped(line, unit) + eol).join('') + eol;
  const head = [`${token} = ${context}.attach(${taken})`, 'try:'];
  return combined([
    ...names.edits(),
    { start, end: start, text: method },
    ...inBlock(file, runOf(file, run), head, ['finally:', `\t${context}.detach(${token})`]),
  ]);
}
