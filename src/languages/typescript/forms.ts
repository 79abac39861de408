import type { Node } from 'web-tree-sitter';
import type { Form } from './block.ts';
import { isAsync, isGenerator, isInTry, isSetter } from './functions.ts';
import { caught, recorded } from './caught.ts';
import { functionSettles, returned, returnStatements, settles, valueOf } from './settling.ts';
import type { Style } from './style.ts';

/** What the new code calls things. */
export interface Names {
  readonly tracer: string;
  readonly SpanStatusCode: string;
  /** The span's name as a literal. */
  readonly name: string;
  readonly span: string;
  readonly run: string;
  readonly fail: string;
  readonly result: string;
}

/** A form for a function's code. */
export interface FunctionForm extends Form {
  /** A promise that the code returns is awaited, so that the span lasts until it settles. */
  readonly awaits: boolean;
}

/** The form that keeps what the function does: when it throws, what it returns, and when its work is over. */
export function formOf(node: Node, names: Names, style: Style): FunctionForm {
  if (isGenerator(node)) return generator(names, style);
  if (isAsync(node))
    return returnsInsideTry(node) ? asyncRun(node, names, style) : plain(node, names, style, true);
  const outcome = functionSettles(node);
  return outcome === 'no'
    ? plain(node, names, style, false)
    : settling(node, names, style, outcome === 'yes');
}

/** `startActiveSpan` with `try`, `catch` and `finally`. */
function plain(node: Node, names: Names, style: Style, awaits: boolean): FunctionForm {
  const { semicolon: end } = style;
  return {
    head: [open(node, names, awaits), '\ttry {'],
    tail: [
      ...caught(names, style).map((line) => `\t${line}`),
      `})${node.childForFieldName('body')?.type === 'statement_block' ? end : ''}`,
    ],
    depth: 2,
    awaits,
  };
}

/** The code stays in a function of its own: `await` in front of its `return` would change its own `try`. */
function asyncRun(node: Node, names: Names, style: Style): FunctionForm {
  const { semicolon: end } = style;
  return {
    head: [open(node, names, true), `\tconst ${names.run} = async ()${callbackType(node)} => {`],
    tail: [
      `\t}${end}`,
      '\ttry {',
      `\t\treturn await ${names.run}()${end}`,
      ...caught(names, style).map((line) => `\t${line}`),
      `})${end}`,
    ],
    depth: 2,
    awaits: false,
  };
}

/**
 * Not async, and returns a promise: an async callback would turn what it throws at once into a rejection. Where only
 * the run can tell whether it is a promise, the run is asked.
 */
function settling(node: Node, names: Names, style: Style, certain: boolean): FunctionForm {
  const { semicolon: end, typed } = style;
  const { span, run, fail, result } = names;
  const unknown = typed ? ': unknown' : '';
  const settled = (promise: string): string[] => [
    `${promise}.then((value${certain ? '' : unknown}) => {`,
    `\t${span}.end()${end}`,
    `\treturn value${end}`,
    `}, ${fail})${end}`,
  ];
  return {
    head: [open(node, names, false), `\tconst ${run} = ()${callbackType(node)} => {`],
    tail: [
      `\t}${end}`,
      `\tconst ${fail} = (error${unknown})${typed ? ': never' : ''} => {`,
      ...recorded(names, style).map((line) => `\t\t${line}`),
      `\t\t${span}.end()${end}`,
      `\t\tthrow error${end}`,
      `\t}${end}`,
      '\ttry {',
      ...(certain
        ? settled(`return ${run}()`).map((line) => `\t\t${line}`)
        : [
            `\t\tlet ${result}${unknown} = ${run}()${end}`,
            `\t\tif (${result} instanceof Promise) {`,
            ...settled(`${result} = ${result}`).map((line) => `\t\t\t${line}`),
            '\t\t} else {',
            `\t\t\t${span}.end()${end}`,
            '\t\t}',
            `\t\treturn ${result}${typed ? ` as ReturnType<typeof ${run}>` : ''}${end}`,
          ]),
      '\t} catch (error) {',
      `\t\treturn ${fail}(error)${end}`,
      '\t}',
      `})${node.childForFieldName('body')?.type === 'statement_block' ? end : ''}`,
    ],
    depth: 2,
    awaits: false,
  };
}

/** A span that is not made current: between two values it is the caller that runs. */
function generator(names: Names, style: Style): FunctionForm {
  const { semicolon: end } = style;
  return {
    head: [
      '// Not made current: between two values it is the caller that runs.',
      `const ${names.span} = ${names.tracer}.startSpan(${names.name})${end}`,
      'try {',
    ],
    tail: caught(names, style),
    depth: 1,
    awaits: false,
  };
}

function open(node: Node, names: Names, async: boolean): string {
  const returns =
    node.childForFieldName('body')?.type === 'statement_block' && passesValue(node) ? 'return ' : '';
  const type = callbackType(node);
  return `${returns}${names.tracer}.startActiveSpan(${names.name}, ${async ? 'async ' : ''}(${names.span})${type} => {`;
}

/** A function that returns nothing does not begin to; one that has to return or throw says so to the compiler. */
function passesValue(node: Node): boolean {
  if (isAsync(node) || returned(node).length > 0) return true;
  if (isSetter(node)) return false;
  const annotation = node.childForFieldName('return_type');
  // An expression that ends in `throw` has the type never.
  if (!annotation) return node.childForFieldName('body')?.lastNamedChild?.type === 'throw_statement';
  return annotation.type === 'type_annotation' && !/^:\s*(?:void|undefined)$/.test(annotation.text);
}

/** The callback's return type: without it a literal in the returned value would widen to `string`. */
export function callbackType(node: Node): string {
  const annotation = node.childForFieldName('return_type');
  if (!annotation || returned(node).length === 0) return '';
  if (annotation.type === 'type_predicate_annotation') return ': boolean';
  if (annotation.type !== 'type_annotation') return '';
  const simple = /^:\s*(?:Promise<\s*)?(?:string|number|boolean|bigint|void|undefined|any|unknown)\s*>?$/;
  return simple.test(annotation.text) && !returned(node).some(isTypedFromOutside) ? '' : annotation.text;
}

/** `new Promise((resolve) => …)` is a promise of what the place where it stands wants. */
function isTypedFromOutside(value: Node): boolean {
  return value.type === 'new_expression' && value.childForFieldName('type_arguments') === null;
}

/** Whether a promise may be returned from inside a `try` of the function's own, which would see it being awaited. */
function returnsInsideTry(node: Node): boolean {
  const body = node.childForFieldName('body')!;
  if (body.type !== 'statement_block') return false;
  return returnStatements(body).some((statement) => {
    const value = valueOf(statement);
    return value !== undefined && settles(value) !== 'no' && isInTry(statement);
  });
}
