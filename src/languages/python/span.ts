import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../edit.ts';
import type { FunctionTarget, SpanIdioms } from '../idioms/span.ts';
import { lineEnd } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { descendants, isBroken } from '../syntax.ts';
import { bindingsAround } from './bindings.ts';
import { inBlock, openingOf } from './block.ts';
import { canBeDecorated, decorated } from './decorated.ts';
import { decorators, isGenerator } from './functions.ts';
import { ModuleNames } from './moduleNames.ts';
import { startedSpan } from './startedSpan.ts';
import { quoteOf } from './strings.ts';

/** Compilers of a part of Python: they refuse a `with`, or run the code where there is no interpreter. */
const compiled = /(?:^|\.)(?:n?jit|vectorize|guvectorize|cfunc|stencil)\b/;

/**
 * `with tracer.start_as_current_span(…):` around the body, below its docstring. It adds no scope and no frame, and
 * records the exception that leaves it. As a decorator where that is preferred and does the same.
 */
const aroundFunction: SpanIdioms['aroundFunction'] = (file, target, { pythonSpanStyle }) => {
  const refusal = functionRefusal(file, target.node);
  if (refusal) return { refusal };
  const asDecorator = pythonSpanStyle === 'decorator' && canBeDecorated(target.node);
  return () => (asDecorator ? decorated(file, target) : edits(file, target));
};

/** Why a function cannot be put in a span; '' where it can. */
export function functionRefusal(file: ParsedFile, definition: Node): string {
  if (definition.type === 'lambda') {
    return 'A lambda is one expression and has no room for a span: write it as a def first.';
  }
  if (file.path.endsWith('.pyi')) return 'A stub file declares functions and has no code to put in a span.';
  if (isBroken(definition)) return 'There is a syntax error in or beside this function: mend it first.';
  const names = decorators(definition);
  if (names.some((name) => /(?:^|\.)overload$/.test(name))) {
    return 'This declares an overload: the span goes around the implementation.';
  }
  if (names.some((name) => /\bstart_as_current_span\b/.test(name)))
    return 'This function is in a span already.';
  const compiler = names.find((name) => compiled.test(name));
  if (compiler) return `@${compiler} compiles this function, which a span would break.`;
  const { statements, docstring } = bodyOf(definition);
  if (statements.every(isStub)) return 'This function has no statements to put in a span.';
  if (isInSpan(statements)) return 'This function is in a span already.';
  if (docstring && docstring.endPosition.row === statements[0]?.startPosition.row) {
    return 'The docstring shares its line with a statement: give each a line of its own first.';
  }
  return '';
}

function edits(file: ParsedFile, target: FunctionTarget): TextEdit[] {
  const { node: definition } = target;
  const names = new ModuleNames(file, definition);
  const tracer = names.tracer();
  const quote = quoteOf(file.text);
  const name = `${quote}${target.name}${quote}`;
  if (!isGenerator(definition)) {
    const head = [`with ${tracer}.start_as_current_span(${name}):`];
    return combined([...names.edits(), ...inBlock(file, runOf(file, definition), head, [])]);
  }
  const { head, tail } = startedSpan(names, quote, name, [
    ...bindingsAround(definition),
    ...identifiers(definition),
  ]);
  return combined([...names.edits(), ...inBlock(file, runOf(file, definition), head, tail)]);
}

/** The body below its docstring. Comments between the header and the first statement are about the statement. */
export function runOf(file: ParsedFile, definition: Node): { first: Node; last: Node; from: number } {
  const { text } = file;
  const { body, docstring, statements } = bodyOf(definition);
  const header = lineEnd(text, (docstring ?? openingOf(statements[0]!)!).endIndex);
  const empty = /^(?:\r?\n[ \t]*(?=\r?\n))*/.exec(text.slice(header))![0];
  return { first: statements[0]!, last: body, from: header + empty.length };
}

function bodyOf(definition: Node): { body: Node; docstring: Node | undefined; statements: Node[] } {
  const body = definition.childForFieldName('body')!;
  const statements = body.namedChildren.filter((child) => child.type !== 'comment');
  const isText =
    statements[0]?.type === 'expression_statement' && /string$/.test(statements[0].firstChild?.type ?? '');
  return { body, docstring: isText ? statements.shift() : undefined, statements };
}

function isStub(statement: Node): boolean {
  return /^(?:pass|\.\.\.|raise NotImplementedError(?:\(.*\))?)$/s.test(statement.text);
}

/** One span is all there is: a `with`, or a span that is started, and ended in the `finally` of what follows. */
function isInSpan(statements: readonly Node[]): boolean {
  const [first, second] = statements;
  if (statements.length === 1 && first?.type === 'with_statement') {
    const items = first.namedChildren.find((child) => child.type === 'with_clause');
    return /\b(?:start_as_current_span|start_span|use_span)\(/.test(items?.text ?? '');
  }
  if (statements.length !== 2 || second?.type !== 'try_statement') return false;
  const started = /^(\w+) = [\w.]+\.start_span\(/.exec(first!.text)?.[1];
  const ended = second.namedChildren.find((child) => child.type === 'finally_clause')?.text;
  return started !== undefined && (ended?.includes(`${started}.end()`) ?? false);
}

function identifiers(definition: Node): string[] {
  return [...descendants(definition)].filter((node) => node.type === 'identifier').map((node) => node.text);
}

export const span: SpanIdioms = { aroundFunction };
