import type { Node } from 'web-tree-sitter';
import { callsAt } from '../../callsAt.ts';
import { combined, type TextEdit } from '../../edit.ts';
import type { Attempt, Refusal } from '../../idioms/attempt.ts';
import type { ContextIdioms, Crossing } from '../../idioms/context.ts';
import type { ParsedFile } from '../../parsed.ts';
import { isBroken, rangeOf } from '../../syntax.ts';
import { appended } from '../../appended.ts';
import { argument, argumentsOf, calleeName } from '../calls.ts';
import { ModuleNames } from '../moduleNames.ts';
import { quoteOf } from '../strings.ts';
import { carriers, crossings, sealed, type CrossingCall, type Way } from './calls.ts';
import { calledName, classOf } from '../classOf.ts';
import { entryAt } from './entry.ts';
import { binder, carrierBinder, environment } from './helpers.ts';
import { subclassAt } from './subclass.ts';

const grammar = {
  call: /^call$/,
  statement: /_statement$|^decorator$/,
  block: /^(?:block|module|function_definition|class_definition)$/,
};
const already = 'The trace context is carried here already.';
const elsewhere: Readonly<Record<Way, string>> = {
  thread: 'another thread',
  process: 'another process',
  environment: 'the child process',
};

/** The methods that matter, with what they may belong to. */
const owners = Map.groupBy(
  [...crossings.flatMap(({ names }) => names), ...carriers, ...sealed].map((name) => name.split('.')),
  (path) => path.at(-1)!,
);

/** The innermost call at the selection that runs code elsewhere; or the class of a thread, or the place where such a process begins. */
export const crossingAt: ContextIdioms['crossingAt'] = (file, selection) => {
  let refusal: Refusal | undefined;
  for (const call of callsAt(file.tree.rootNode, selection, grammar)) {
    const crossing = crossingOf(file, call);
    if (crossing && !('refusal' in crossing)) return crossing;
    refusal ??= crossing;
  }
  return refusal ?? subclassAt(file, selection) ?? entryAt(file, selection);
};

function crossingOf(file: ParsedFile, call: Node): Crossing | Refusal | undefined {
  const callee = call.childForFieldName('function')!;
  if (calleeName(call) === 'run_in_executor') return ofExecutor(file, call);
  // What an object is takes a look at the whole file: only where it may be something that matters.
  const mayMatter =
    callee.type !== 'attribute' ||
    owners.get(calleeName(call))?.some((path) => file.text.includes(path.at(-2)!)) === true;
  const name = (mayMatter ? calledName(file, callee) : undefined) ?? '';
  const entry = crossings.find(({ names }) => names.includes(name));
  if (entry) return described(call, callee.text, entry.way, carryBy(file, call, entry));
  if (carriers.includes(name)) return { refusal: `\`${callee.text}\` carries the trace context itself.` };
  if (sealed.includes(name)) {
    return {
      refusal: `\`${name}\` gives its process no environment of its own: use subprocess.run, then this.`,
    };
  }
  const isPool = /^(?:submit|apply_async|imap|imap_unordered|map_async|starmap)$/.test(calleeName(call));
  const object = callee.childForFieldName('object');
  return isPool && object ? unknown(object) : undefined;
}

function unknown(executor: Node): Refusal {
  return {
    refusal: `What \`${executor.text}\` is cannot be seen in this file, and threads and processes differ: give it a type, such as ThreadPoolExecutor.`,
  };
}

function described(call: Node, callee: string, way: Way, carry: Attempt): Crossing {
  return {
    title: `Carry the trace context into ${elsewhere[way]} (\`${callee}\`)`,
    range: rangeOf(call),
    carry: isBroken(call)
      ? { refusal: 'There is a syntax error in or beside this call: mend it first.' }
      : carry,
  };
}

/** `loop.run_in_executor(executor, function, …)`: None stands for the loop's own threads. */
function ofExecutor(file: ParsedFile, call: Node): Crossing | Refusal {
  const args = argumentsOf(call);
  const executor = argument(args, 0, 'executor');
  const code = argument(args, 1, 'func');
  if (!executor || !code) return { refusal: 'This call has no function to run: write it first.' };
  const made = executor.type === 'none' ? undefined : classOf(file, executor);
  const isProcess = /Process/.test(made ?? '');
  const isKnown = executor.type === 'none' || isProcess || /Thread/.test(made ?? '');
  if (!isKnown) return unknown(executor);
  const way = isProcess ? 'process' : 'thread';
  return described(call, 'run_in_executor', way, bound(file, code, way));
}

function carryBy(file: ParsedFile, call: Node, { way, code, isQueue }: CrossingCall): Attempt {
  if (!code) return inEnvironment(file, call);
  const args = argumentsOf(call);
  if ([...args.positional].some((one) => /_splat$/.test(one.type) && one.type.startsWith('list'))) {
    return {
      refusal: 'The arguments come from a list, so that the function cannot be told: write it first.',
    };
  }
  const node = argument(args, code.index, code.name);
  if (node && isQueue && !isFunction(file, node)) {
    return {
      refusal: 'Only a function can take the context along: put one into the queue, such as a lambda.',
    };
  }
  return node
    ? bound(file, node, way)
    : {
        refusal: `Nothing is passed as \`${code.name}\` here: what a subclass runs takes its context along itself.`,
      };
}

/** A lambda, a partial application, or the name of a function of the file. */
function isFunction(file: ParsedFile, node: Node): boolean {
  if (node.type === 'call') return /^(?:partial|in_current_context)$/.test(calleeName(node));
  return (
    node.type === 'lambda' ||
    (node.type === 'identifier' && new RegExp(`^\\s*def ${node.text}\\(`, 'm').test(file.text))
  );
}

/** The function where it is passed, bound to the context. */
function bound(file: ParsedFile, code: Node, way: Way): Attempt {
  // `in_current_context(work)`, `copy_context().run`
  const wrapper = code.type === 'call' ? calleeName(code) : '';
  if (/context/i.test(wrapper) || (/\.run$/.test(code.text) && /copy_context\(/.test(file.text))) {
    return { refusal: already };
  }
  if (code.type === 'none')
    return { refusal: 'There is no function here that could take the context along.' };
  return () => {
    const names = new ModuleNames(file, code);
    const wrap = way === 'process' ? carrierBinder(names) : binder(names);
    return combined([...names.edits(), ...around(code, `${wrap}(`)]);
  };
}

function inEnvironment(file: ParsedFile, call: Node): Attempt {
  const children = call.childForFieldName('arguments')!.namedChildren;
  const given = argumentsOf(call).keyword.get('env');
  if (given && hasContext(file, given)) return { refusal: already };
  if (!given && children.some((child) => child.type === 'dictionary_splat')) {
    return {
      refusal: 'Some arguments come from a dictionary, which may have `env`: pass `env` by name first.',
    };
  }
  return () => {
    const names = new ModuleNames(file, call);
    const wrap = environment(names, quoteOf(file.text));
    const edits =
      given === undefined
        ? appended(file, call, `env=${wrap}()`)
        : given.type === 'none'
          ? [{ ...rangeOf(given), text: `${wrap}()` }]
          : around(given, `${wrap}(`);
    return combined([...names.edits(), ...edits]);
  };
}

/** By `environment_with_context(…)`, or as a variable that was injected into. */
function hasContext(file: ParsedFile, env: Node): boolean {
  return env.type === 'identifier'
    ? new RegExp(`\\binject\\([^()]*\\b${env.text}\\b`).test(file.text)
    : /environment_with_context\(|TRACEPARENT/.test(env.text);
}

function around(node: Node, opening: string): TextEdit[] {
  return [
    { start: node.startIndex, end: node.startIndex, text: opening },
    { start: node.endIndex, end: node.endIndex, text: ')' },
  ];
}
