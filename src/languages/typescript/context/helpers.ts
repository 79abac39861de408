import type { ModuleNames } from '../moduleNames.ts';
import type { Style } from '../style.ts';

/** Defines what adds the current context to an environment, and gives its name. */
export function environment(names: ModuleNames, { quote: q, semicolon }: Style): string {
  const context = names.use('context');
  const propagation = names.use('propagation');
  return names.define('environmentWithContext', (name) => [
    '/** The environment for a child process or a worker, with the current trace context in it. */',
    `function ${name}(environment = process.env) {`,
    `\tconst extended = { ...environment }${semicolon}`,
    `\t${propagation}.inject(${context}.active(), extended, {`,
    '\t\tset: (variables, key, value) => {',
    `\t\t\tvariables[key.toUpperCase().replaceAll(${q}-${q}, ${q}_${q})] = value${semicolon}`,
    '\t\t},',
    `\t})${semicolon}`,
    `\treturn extended${semicolon}`,
    '}',
  ]);
}

/** Defines what reads the context that `environment` wrote, and gives its name. */
export function parent(names: ModuleNames, { quote: q, semicolon }: Style): string {
  const context = names.use('context');
  const propagation = names.use('propagation');
  return names.define('contextOfParent', (name) => [
    '/** The trace context of what started this process or worker. */',
    `function ${name}() {`,
    `\treturn ${propagation}.extract(${context}.active(), process.env, {`,
    `\t\tget: (variables, key) => variables[key.toUpperCase().replaceAll(${q}-${q}, ${q}_${q})],`,
    '\t\tkeys: (variables) => Object.keys(variables),',
    `\t})${semicolon}`,
    '}',
  ]);
}

/** Defines what makes a carrier of the current context for a message, and gives its name. */
export function carrier(names: ModuleNames, { typed, semicolon }: Style): string {
  const context = names.use('context');
  const propagation = names.use('propagation');
  return names.define('currentCarrier', (name) => [
    '/** The current trace context, for a message to another thread or process. */',
    `function ${name}() {`,
    `\tconst carrier${typed ? ': Record<string, string>' : ''} = {}${semicolon}`,
    `\t${propagation}.inject(${context}.active(), carrier)${semicolon}`,
    `\treturn carrier${semicolon}`,
    '}',
  ]);
}

/** Defines what keeps the contexts of the objects in queues, and gives the names of what writes and reads it. */
export function itemContexts(
  names: ModuleNames,
  { typed, quote: q, semicolon: end }: Style,
): { readonly remember: string; readonly contextOf: string } {
  const context = names.use('context');
  const types = typed ? `<object, ReturnType<typeof ${context}.active>>` : '';
  const isObject = `typeof item === ${q}object${q} && item !== null`;
  const contexts = names.define('queuedContexts', (name) => [
    '/** The trace contexts in which objects were put into a queue. */',
    `const ${name} = new WeakMap${types}()${end}`,
  ]);
  const remember = names.define('rememberContext', (name) => [
    `function ${name}${typed ? '<T>(item: T): T' : '(item)'} {`,
    `\tif (${isObject}) ${contexts}.set(item, ${context}.active())${end}`,
    `\treturn item${end}`,
    '}',
  ]);
  const contextOf = names.define('contextOfItem', (name) => [
    `function ${name}(item${typed ? ': unknown' : ''}) {`,
    `\tconst remembered = ${isObject} ? ${contexts}.get(item) : undefined${end}`,
    `\treturn remembered ?? ${context}.active()${end}`,
    '}',
  ]);
  return { remember, contextOf };
}
