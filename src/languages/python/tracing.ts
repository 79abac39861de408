import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import { freeName } from '../syntax.ts';
import { bindings, bindingsAround } from './bindings.ts';
import { moduleHead, type ModuleHead } from './imports.ts';

/** How a function reaches OpenTelemetry: the names to use, and what has to be added for them to be there. */
export interface Tracing {
  readonly tracer: string;
  /** The module `opentelemetry.trace`. */
  readonly trace: string;
  readonly edits: readonly TextEdit[];
}

/** `trace` is imported where the tracer is made, or where `needsTrace` says that the new code names it. */
export function tracing(file: ParsedFile, definition: Node, needsTrace: boolean): Tracing {
  const head = moduleHead(file, definition);
  const hidden = bindingsAround(definition);
  const visible = (name: string | undefined): name is string =>
    name !== undefined && !hidden.has(name) && !name.startsWith('__');
  const taken = new Set([...hidden, ...bindings(file.tree.rootNode)]);

  const tracer = existingTracer(file, definition, head).find(visible);
  const imported = imports(head, 'opentelemetry', 'trace').find(visible);
  const getTracer = imports(head, 'opentelemetry.trace', 'get_tracer').find(visible);
  const trace = imported ?? freeName(taken, 'trace', 'otel_trace');
  const usesTrace = needsTrace || (tracer === undefined && getTracer === undefined);
  const importLine =
    imported !== undefined || !usesTrace
      ? ''
      : `from opentelemetry import trace${trace === 'trace' ? '' : ` as ${trace}`}`;
  if (tracer !== undefined) return { tracer, trace, edits: importLine ? head.add(importLine, '') : [] };

  const created = freeName(taken, 'tracer', 'otel_tracer');
  const getter = imported === undefined && getTracer !== undefined ? getTracer : `${trace}.get_tracer`;
  return { tracer: created, trace, edits: head.add(importLine, `${created} = ${getter}(__name__)`) };
}

/** What the module calls `from <module> import <name>`. */
function imports(head: ModuleHead, module: string, name: string): string[] {
  return head.statements
    .filter(
      (node) =>
        node.type === 'import_from_statement' && node.childForFieldName('module_name')?.text === module,
    )
    .flatMap((node) => node.childrenForFieldName('name'))
    .filter((item) => (item.childForFieldName('name') ?? item).text === name)
    .map((item) => (item.childForFieldName('alias') ?? item).text);
}

/** Made by `get_tracer` above the function, or imported and used as a tracer somewhere in the file. */
function existingTracer(file: ParsedFile, definition: Node, head: ModuleHead): string[] {
  const made = file.tree.rootNode.namedChildren
    .filter((node) => node.endIndex <= definition.startIndex && node.firstChild?.type === 'assignment')
    .filter((node) => /\bget_tracer\s*\(/.test(node.firstChild!.childForFieldName('right')?.text ?? ''))
    .map((node) => node.firstChild!.childForFieldName('left')!.text);
  const imported = head.statements
    .filter((node) => node.type === 'import_from_statement')
    .flatMap((node) => node.childrenForFieldName('name'))
    .map((item) => (item.childForFieldName('alias') ?? item).text)
    .filter((name) => new RegExp(`(?<![\\w.])${name}\\.start_as_current_span\\(`).test(file.text));
  return [...made, ...imported];
}
