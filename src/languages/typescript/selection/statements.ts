import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { SelectionTarget } from '../../idioms/selection.ts';
import { indentationOf, lineEnd, lineStart } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { freeName, selfAndAncestors } from '../../syntax.ts';
import { statementsInBlock, type Form } from '../block.ts';
import { awaited } from '../awaited.ts';
import { caught } from '../caught.ts';
import { formOf } from '../forms.ts';
import { isAsync, isFunction, isGenerator, isInTry, isSetter } from '../functions.ts';
import { headImports, isDirective } from '../imports.ts';
import { ModuleNames } from '../moduleNames.ts';
import { isContextual, isLiteral } from '../refusal.ts';
import { settles, valueOf } from '../settling.ts';
import { activeSpan } from '../spanStart.ts';
import { isTyped, quoted, styleOf, type Style } from '../style.ts';
import { exits, type Handed } from './exits.ts';
import { asksForCurrent, leaving, neverFallsThrough, ownNodes, type Leaving } from './leaving.ts';
import { spanVariable } from './spanVariable.ts';
import { forgottenAfter, isAlias, lostInCallback, setAndCaptured } from './typing.ts';
import {
  boundNames,
  identifiersIn,
  inFunctionBelow,
  usedOutside,
  usesOf,
  type Variable,
} from './variables.ts';

/** What is known of the statements when a form is chosen for them. */
interface Run {
  readonly file: ParsedFile;
  readonly target: SelectionTarget;
  readonly nodes: readonly Node[];
  readonly leaving: Leaving;
  readonly variables: readonly Variable[];
  /** The function around, if any. */
  readonly around: Node | undefined;
}

/**
 * The statements in the callback of `startActiveSpan`, which hands out what they declare and how they leave; and where
 * a callback cannot, in a `try` with a span that is not made current.
 */
export function statementsInSpan(file: ParsedFile, target: SelectionTarget): Attempt {
  const nodes = withoutJump(target.nodes);
  const refusal = refuse(file, nodes);
  if (refusal) return { refusal };
  const variables = usedOutside(nodes);
  if ('refusal' in variables) return variables;
  const current = variables.find(({ declarator }) => {
    const value = declarator.childForFieldName('value');
    return value !== null && asksForCurrent(value);
  });
  if (current) {
    return {
      refusal: `\`${current.name}\` is what is current here, which the new span would be: leave its declaration out of the selection.`,
    };
  }
  const widened = isTyped(file.path) && variables.find(isLiteralConstant);
  if (widened) {
    return {
      refusal: `TypeScript knows the value of \`${widened.name}\`, which a span would hide: leave its declaration out of the selection.`,
    };
  }
  const alias = isTyped(file.path) && variables.find((variable) => isAlias(variable, nodes));
  if (alias) {
    return {
      refusal: `TypeScript knows more where \`${alias.name}\` is true, which a span would hide: leave its declaration out of the selection.`,
    };
  }
  const around = [...selfAndAncestors(nodes[0]!.parent)].find(isFunction);
  const run: Run = { file, target, nodes, leaving: leaving(nodes), variables, around };
  const obstacle = obstacleOf(run);
  if (obstacle) {
    const reason = hoistRefusal(run);
    return reason ? { refusal: reason } : () => notCurrent(run, obstacle);
  }
  if (!endsFunction(run) && around && run.leaving.returns.some(isPromise)) {
    const unseen = 'The selection returns a promise, whose work the span would not see:';
    if (!isAsync(around)) return { refusal: `${unseen} make the function async first.` };
    if (isInTry(nodes[0]!))
      return { refusal: `${unseen} write \`return await\` first if the \`try\` around is meant for it.` };
  }
  const open = isTyped(file.path) && variables.find(isOpen);
  if (open) {
    return {
      refusal: `The type of \`${open.name}\` comes from what is assigned later: leave its declaration out of the selection.`,
    };
  }
  return () => (endsFunction(run) ? asFunctionsEnd(run) : inCallback(run));
}

/** A jump at the end is no work, and stays below the span. */
function withoutJump(nodes: readonly Node[]): readonly Node[] {
  const isJump = /^(?:break|continue)_statement$/.test(nodes.at(-1)!.type);
  return isJump && nodes.length > 1 ? nodes.slice(0, -1) : nodes;
}

function refuse({ text }: ParsedFile, nodes: readonly Node[]): string {
  const [first, last] = [nodes[0]!, nodes.at(-1)!];
  const own = nodes.flatMap(ownNodes);
  const already = 'These statements are in a span of their own already.';
  if (nodes.length === 1 && /^(?:return )?(?:await )?[\w.]+\.startActiveSpan\(/.test(first.text))
    return already;
  const block = first.parent!;
  const tryStatement = block.parent;
  if (tryStatement?.type === 'try_statement' && tryStatement.childForFieldName('body')?.id === block.id) {
    const statements = block.namedChildren.filter((child) => child.type !== 'comment');
    const finalizer = tryStatement.childForFieldName('finalizer')?.text ?? '';
    if (statements.length === nodes.length && /\w\.end\(\)/.test(finalizer)) return already;
  }
  const isHeadOfModule = headImports(first.tree.rootNode).some((one) => one.node.endIndex > first.startIndex);
  if (isHeadOfModule || nodes.some((node) => /^(?:import|export)_statement$/.test(node.type))) {
    return 'Imports and exports belong to the module itself: leave them out of the selection.';
  }
  if (nodes.some((node) => node.type === 'module' || node.firstNamedChild?.type === 'internal_module')) {
    return 'A namespace stays where it is: leave it out of the selection.';
  }
  if (nodes.every((node) => /^(?:break|continue)_statement$/.test(node.type))) {
    return 'This only jumps: select statements that do something.';
  }
  if (nodes.some(isDirective)) return 'A directive has to stay first: leave it out of the selection.';
  if (nodes.some((node) => /^(?:await\s+)?using\s/.test(node.text))) {
    return 'What `using` declares lasts until the end of its block, which a span would bring forward: leave it out of the selection.';
  }
  if (
    own.some(
      (node) => node.type === 'call_expression' && node.childForFieldName('function')?.type === 'super',
    )
  ) {
    return 'A call of super(…) cannot move into a callback: leave it out of the selection.';
  }
  const isHook = (node: Node): boolean =>
    /^(?:React\.)?use[A-Z]\w*$/.test(node.childForFieldName('function')?.text ?? '');
  if (own.some((node) => node.type === 'call_expression' && isHook(node))) {
    return 'The selection calls React hooks, which must not stand in a callback.';
  }
  const before = text.slice(lineStart(text, first.startIndex), first.startIndex);
  const after = text.slice(last.endIndex, lineEnd(text, last.endIndex));
  return before.trim() !== '' || !/^\s*(?:\/\/.*|\/\*.*\*\/\s*)?$/.test(after)
    ? 'The selection shares a line with other code: give it lines of its own first.'
    : '';
}

/** Why no callback can hold the statements, as a comment says it; '' when one can. */
function obstacleOf({ file, nodes, leaving, around }: Run): string {
  if (leaving.yields) return 'between two values it is the caller that runs.';
  if (!isTyped(file.path)) return '';
  if (isEnd(leaving, nodes) && around?.childForFieldName('name')?.text === 'constructor') {
    return 'TypeScript would not see in a callback that a constructor ends here.';
  }
  const lost = lostInCallback(nodes);
  if (lost) return `TypeScript would not follow \`${lost}\` into a callback.`;
  const forgotten = forgottenAfter(nodes);
  if (forgotten) return `what is found out about \`${forgotten}\` would be forgotten after a callback.`;
  const type = around?.childForFieldName('return_type')?.text ?? '';
  if (type && leaving.jumps.length === 0 && isLastOf(nodes, around)) return '';
  const isExpected = type
    ? !/^:\s*(?:Promise<)?(?:string|number|boolean)>?$/.test(type)
    : around !== undefined && isContextual(around);
  const values = leaving.returns.map(valueOf).filter((value) => value !== undefined);
  return isExpected && values.some((value) => isLiteral(value) || value.type === 'array')
    ? '`return` in a callback would lose the type of its value.'
    : '';
}

/** Whether nothing of the function can run after the statements, so that their `return` may be that of a callback. */
function isLastOf(nodes: readonly Node[], around: Node | undefined): boolean {
  return endsBody(nodes, around) || (around !== undefined && neverFallsThrough(nodes.at(-1)));
}

function endsBody(nodes: readonly Node[], around: Node | undefined): boolean {
  const last = nodes.at(-1)!;
  const body = around?.childForFieldName('body');
  return last.parent?.id === body?.id && body?.namedChildren.findLast(isCode)?.id === last.id;
}

function isCode(node: Node): boolean {
  return node.type !== 'comment';
}

function endsFunction({ nodes, leaving, around }: Run): boolean {
  // What is returned from a `try` of an async function goes past it, as it would not if it were awaited.
  const passesTry = around && isAsync(around) && isInTry(nodes[0]!) && leaving.returns.some(mayBePromise);
  return (
    around !== undefined &&
    !passesTry &&
    leaving.returns.some((statement) => valueOf(statement)) &&
    leaving.jumps.length === 0 &&
    !isGenerator(around) &&
    isLastOf(nodes, around)
  );
}

/** The rest of a function, which the callback is from now on: as for a whole function. */
function asFunctionsEnd(run: Run): TextEdit[] {
  const { file, target, nodes, leaving } = run;
  const node = run.around!;
  const style = styleOf(file, nodes[0]!);
  const names = new ModuleNames(file, nodes[0]!, style);
  const taken = identifiersIn([node]);
  const form = formOf(
    node,
    {
      SpanStatusCode: names.use('SpanStatusCode'),
      tracer: names.tracer(),
      name: quoted(target.name, style.quote),
      span: spanVariable(nodes[0]!, target.name),
      run: freeName(taken, 'run', 'runOfSpan'),
      fail: freeName(taken, 'fail', 'failOfSpan'),
      result: freeName(taken, 'result', 'resultOfSpan'),
    },
    style,
  );
  const awaits = form.awaits
    ? leaving.returns.flatMap((statement) => {
        const value = valueOf(statement);
        return value && mayBePromise(statement) ? awaited(value) : [];
      })
    : [];
  // A `try` around has to see how the callback ends.
  const head =
    isAsync(node) && isInTry(nodes[0]!)
      ? form.head.map((line, at) => (at === 0 ? line.replace(/^return /, 'return await ') : line))
      : form.head;
  return combined([...names.edits(), ...inBlock(run, { ...form, head }, style, awaits)]);
}

/** The callback hands out variables, and how the statements leave. */
function inCallback(run: Run): TextEdit[] {
  const { file, target, nodes, variables, around } = run;
  const style = styleOf(file, nodes[0]!);
  const names = new ModuleNames(file, nodes[0]!, style);
  const handed: Handed = {
    keyword: variables.some(({ changes }) => changes) ? 'let' : 'const',
    names: variables.map(({ name }) => name),
  };
  const leave = exits(run.leaving, nodes, handed, endsBody(nodes, around), style);
  const taken = identifiersIn([around ?? file.tree.rootNode]);
  const exit = leave.variable && freeName(taken, leave.variable, `${leave.variable}OfSpan`);
  const isAwaiting = around !== undefined && isAsync(around) && run.leaving.returns.some(mayBePromise);
  const async = run.leaving.awaits || isAwaiting;
  const [one, ...more] = handed.names;
  const pattern = more.length > 0 ? `{ ${handed.names.join(', ')} }` : one;
  // What never comes back does not do so from its callback either, which the compiler sees in a `return`.
  const result = exit
    ? `const ${exit} = `
    : pattern
      ? `${handed.keyword} ${pattern}${changingType(variables)} = `
      : style.typed && around !== undefined && !isSetter(around) && isEnd(run.leaving, nodes)
        ? 'return '
        : '';
  const form = activeSpan(
    names,
    style,
    { name: quoted(target.name, style.quote), variable: spanVariable(nodes[0]!, target.name) },
    {
      async,
      before: `${result}${async ? 'await ' : ''}`,
      column: indentationOf(file.text, nodes[0]!.startIndex).length,
    },
  );
  const tail = [
    ...leave.last.map((line) => '\t'.repeat(form.depth) + line),
    ...form.tail.slice(0, -1),
    form.tail.at(-1)! + style.semicolon,
    ...leave.after(exit),
  ];
  return combined([...names.edits(), ...inBlock(run, { ...form, tail }, style, leave.inside(async))]);
}

/** Whether the statements throw on every path. */
function isEnd({ returns }: Leaving, nodes: readonly Node[]): boolean {
  return returns.length === 0 && neverFallsThrough(nodes.at(-1));
}

function isPromise(statement: Node): boolean {
  const value = valueOf(statement);
  return value !== undefined && settles(value) === 'yes';
}

function mayBePromise(statement: Node): boolean {
  const value = valueOf(statement);
  return value !== undefined && settles(value) !== 'no';
}

/** `try` and `finally` change neither how the statements leave nor what they assign. */
function notCurrent(run: Run, obstacle: string): TextEdit[] {
  const { file, target, nodes, variables } = run;
  const style = styleOf(file, nodes[0]!);
  const { semicolon: end } = style;
  const names = new ModuleNames(file, nodes[0]!, style);
  const SpanStatusCode = names.use('SpanStatusCode');
  const span = spanVariable(nodes[0]!, target.name);
  const hoisted = variables.map(({ name, declarator }) => {
    const type = declarator.childForFieldName('type')?.text ?? '';
    return `let ${name}${type}${end}`;
  });
  const inside = variables.flatMap(({ name, declarator }): TextEdit[] => {
    const declaration = declarator.parent!;
    const value = declarator.childForFieldName('value');
    const type = declarator.childForFieldName('type');
    return value
      ? [
          { start: declaration.startIndex, end: declarator.startIndex, text: '' },
          ...(type ? [{ start: type.startIndex, end: type.endIndex, text: '' }] : []),
        ]
      : [{ start: declaration.startIndex, end: declaration.endIndex, text: `${name} = undefined${end}` }];
  });
  const awaits = run.leaving.returns.flatMap((statement): TextEdit[] => {
    const value = run.around && isAsync(run.around) ? valueOf(statement) : undefined;
    const waits = value && mayBePromise(statement) && !isInTry(statement);
    return waits ? awaited(value) : [];
  });
  const form: Form = {
    head: [
      ...hoisted,
      `// Not made current: ${obstacle}`,
      `const ${span} = ${names.tracer()}.startSpan(${quoted(target.name, style.quote)})${end}`,
      'try {',
    ],
    tail: caught({ span, SpanStatusCode }, style),
    depth: 1,
  };
  return combined([...names.edits(), ...inBlock(run, form, style, combined([...inside, ...awaits]))]);
}

/** Why a variable cannot be declared above a `try`; '' when all can. */
function hoistRefusal({ file, nodes, variables }: Run): string {
  for (const { name, declarator } of variables) {
    const advice = 'declare it above the selection first.';
    const isAlone = declarator.parent?.namedChildren.filter(isCode).length === 1;
    if (!isAlone || declarator.childForFieldName('name')?.type !== 'identifier') {
      return `\`${name}\` is declared together with others and used after the selection: ${advice}`;
    }
    const isTypeKnown = !isTyped(file.path) || declarator.childForFieldName('type');
    if (declarator.childForFieldName('type')?.text.includes('\n')) {
      return `The type of \`${name}\` takes several lines and the variable is used after the selection: ${advice}`;
    }
    const scope = nodes[0]!.parent!;
    const isLinked = (use: Node): boolean =>
      use.startIndex > nodes.at(-1)!.endIndex && /^(?:\?\.|!(?!=))/.test(file.text.slice(use.endIndex));
    if (!isTypeKnown && usesOf(scope, name).some(isLinked)) {
      return `TypeScript would not take \`${name}\` for assigned where it is used after the selection: ${advice}`;
    }
    const isUnion = isTyped(file.path) && /[|?]/.test(declarator.childForFieldName('type')?.text ?? '');
    if ((!isTypeKnown || isUnion) && usesOf(scope, name).some((use) => inFunctionBelow(use, scope))) {
      return `The type of \`${name}\` would not be known in the function that uses it: ${advice}`;
    }
  }
  const taken = isTyped(file.path) && setAndCaptured(nodes);
  return taken
    ? `TypeScript would not know in the functions of the selection what \`${taken}\` is set to: leave what sets it out of the selection.`
    : '';
}

function inBlock(run: Run, form: Form, style: Style, inside: readonly TextEdit[] = []): TextEdit[] {
  const { nodes, target, file } = run;
  const first = nodes[0]!;
  const above = file.tree.rootNode.descendantForIndex(target.range.start, target.range.start);
  const from = above?.type === 'comment' && above.parent?.id === first.parent?.id ? above : first;
  return statementsInBlock(file, { first: from, last: nodes.at(-1)! }, form, style, inside);
}

/** A variable that gets other values than the first keeps its declared type. */
function changingType(variables: readonly Variable[]): string {
  const [only, ...more] = variables;
  return only?.changes && more.length === 0 ? (only.declarator.childForFieldName('type')?.text ?? '') : '';
}

/** A variable whose type TypeScript puts together from what is assigned after the selection. */
function isOpen({ name, declarator, changes }: Variable, _at: number, all: readonly Variable[]): boolean {
  const value = declarator.childForFieldName('value');
  const type = declarator.childForFieldName('type')?.text;
  if (type) return changes && (!value || (all.length > 1 && /[|?]|unknown/.test(type)));
  const isGrowing = new RegExp(`\\b${name}\\s*(?:\\.(?:push|unshift)\\(|\\[[^\\]]*\\]\\s*=[^=])`);
  return value?.text === '[]'
    ? isGrowing.test(
        declarator.parent!.parent!.text.slice(declarator.endIndex - declarator.parent!.parent!.startIndex),
      )
    : changes && (!value || /^(?:null|undefined)$/.test(value.text));
}

/** A constant whose type is the literal that it is set to; a result of a callback has a wider one. */
function isLiteralConstant({ declarator, changes }: Variable): boolean {
  const value = declarator.childForFieldName('value');
  return (
    !changes &&
    declarator.parent?.firstChild?.type === 'const' &&
    !declarator.childForFieldName('type') &&
    isLiteralType(value) &&
    boundNames(declarator.childForFieldName('name')).length === 1
  );
}

function isLiteralType(value: Node | null): boolean {
  return value?.type === 'ternary_expression'
    ? ['consequence', 'alternative'].some((branch) => isLiteralType(value.childForFieldName(branch)))
    : /^(?:string|number|true|false)$/.test(value?.type ?? '');
}
