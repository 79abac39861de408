import type { Node } from 'web-tree-sitter';
import { callsAt } from '../../callsAt.ts';
import type { Attempt, Refusal } from '../../idioms/attempt.ts';
import type { ContextIdioms, Crossing } from '../../idioms/context.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { isBroken, rangeOf, selfAndAncestors } from '../../syntax.ts';
import { argumentsOf, calleeName, receiverOf } from '../calls.ts';
import { isFunction } from '../functions.ts';
import { importedNames } from '../imported.ts';
import { beginnings, carriers, keeping, listening, starting } from './calls.ts';
import { continued } from './entry.ts';
import { bound, functionsIn } from './kept.ts';
import { received, sent } from './messages.ts';
import { queued } from './queued.ts';
import { inEnvironment } from './started.ts';

const grammar = {
  call: /^(?:call_expression|new_expression|assignment_expression)$/,
  statement: /_statement$|_declaration$|^public_field_definition$/,
  block: /^(?:statement_block|class_body|program)$/,
};

/** The innermost call at the selection that keeps a function, starts a process or a worker, or sends it a message. */
export const crossingAt: ContextIdioms['crossingAt'] = (file, selection) => {
  let refusal: Refusal | undefined;
  for (const call of callsAt(file.tree.rootNode, selection, grammar)) {
    const crossing = crossingOf(file, call);
    if (crossing && !('refusal' in crossing)) return crossing;
    refusal ??= crossing;
  }
  return refusal;
};

function crossingOf(file: ParsedFile, call: Node): Crossing | Refusal | undefined {
  const described = (title: string, carry: Attempt): Crossing => ({
    title,
    range: rangeOf(call),
    carry: isBroken(call)
      ? { refusal: 'There is a syntax error in or beside this call: mend it first.' }
      : carry,
  });
  if (call.type === 'assignment_expression') {
    const left = call.childForFieldName('left')!;
    const right = call.childForFieldName('right')!;
    if (!isKept(left) || !isFunction(right) || isMethod(left, right) || !isInFunction(call)) return undefined;
    return described(`Keep the trace context in the function (\`${left.text}\`)`, bound(file, [right]));
  }
  const started = startedBy(file, call);
  if (started !== undefined) {
    const what = started.endsWith(':Worker') ? 'the worker' : 'the child process';
    return described(
      `Carry the trace context into ${what} (\`${started.replace(/^.*:/, '')}\`)`,
      inEnvironment(file, call, starting[started]!.options),
    );
  }
  const receiving = received(file, call);
  if (receiving) return described('Continue the trace that this message carries', receiving);
  const entry = continued(file, call);
  if (entry) return described('Continue the trace of what starts this program (TRACEPARENT)', entry);
  const message = sent(file, call);
  if (message) return described('Send the trace context with this message', message);
  const method = calleeName(call);
  if (carriers.has(method)) return { refusal: `\`${method}\` carries the trace context itself.` };
  const index = keeping[method];
  if (index === undefined || call.childForFieldName('function')?.type !== 'member_expression')
    return undefined;
  const args = argumentsOf(call);
  const kept = args[index];
  if (!kept) return undefined;
  const functions = functionsIn(file, kept, listening.test(method));
  const isInline = Array.isArray(functions) && functions.some((one) => one.id !== kept.id || isFunction(one));
  const both = isInline ? undefined : queued(file, call);
  if (both) {
    return described(`Carry the trace context through the queue (\`${receiverOf(call)!.text}\`)`, both);
  }
  if (!Array.isArray(functions)) return functions;
  if (functions.length === 0) return undefined;
  if (listening.test(method) && beginnings.test(args[0]!.text)) {
    return {
      refusal: `Each ${args[0]!.text} has a context of its own, which a bound handler would not see.`,
    };
  }
  if (!isInFunction(call)) {
    return {
      refusal:
        'This is registered while the module loads, when no trace is there: the handler runs in the context of whoever calls it.',
    };
  }
  return described(`Keep the trace context in the function (\`${method}\`)`, bound(file, functions));
}

/** `this.done`, `handlers[name]`: not what a module exports or a class defines. */
function isKept(left: Node): boolean {
  return (
    /^(?:member|subscript)_expression$/.test(left.type) &&
    !/^(?:module\.)?exports\b|\.prototype\./.test(left.text)
  );
}

/** `descriptor.value = function (…) { … this … }`: a method, whose context is its caller's. */
function isMethod(left: Node, right: Node): boolean {
  const name = left.childForFieldName('property')?.text ?? '';
  const usesThis = right.type !== 'arrow_function' && /\bthis\b/.test(right.text);
  return /^(?:value|get|set)$/.test(name) || (usesThis && !/^on/.test(name));
}

function isInFunction(node: Node): boolean {
  for (const around of selfAndAncestors(node.parent)) if (isFunction(around)) return true;
  return false;
}

/** The entry of `starting` that is called, itself or as `promisify` made it. */
function startedBy(file: ParsedFile, call: Node): string | undefined {
  const callee = call.childForFieldName('function') ?? call.childForFieldName('constructor');
  if (!callee) return undefined;
  const nameOf = importedNames(file);
  let name = nameOf(callee);
  if (name === undefined && callee.type === 'identifier' && file.text.includes('promisify')) {
    const promisified = nodesOf(file.tree, 'variable_declarator')
      .find((one) => one.childForFieldName('name')?.text === callee.text)
      ?.childForFieldName('value');
    const inner = promisified?.type === 'call_expression' && calleeName(promisified) === 'promisify';
    const original = inner ? argumentsOf(promisified)[0] : undefined;
    name = original && nameOf(original);
  }
  return name !== undefined && Object.hasOwn(starting, name) ? name : undefined;
}
