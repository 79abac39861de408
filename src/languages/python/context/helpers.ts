import type { ModuleNames } from '../moduleNames.ts';

/** Defines what binds a function to the current context, and gives its name. */
export function binder(names: ModuleNames): string {
  const context = names.use('opentelemetry', 'context');
  const functools = names.useModule('functools');
  return names.define('in_current_context', (name) => [
    `def ${name}(function):`,
    '\t"""The function, to be run later or in another thread in the trace context of now."""',
    `\tcurrent = ${context}.get_current()`,
    '',
    `\t@${functools}.wraps(function)`,
    '\tdef run(*args, **kwargs):',
    `\t\ttoken = ${context}.attach(current)`,
    '\t\ttry:',
    '\t\t\treturn function(*args, **kwargs)',
    '\t\tfinally:',
    `\t\t\t${context}.detach(token)`,
    '',
    '\treturn run',
  ]);
}

/** Defines what makes a function take a carrier to another process, and gives its name. All of it can be pickled. */
export function carrierBinder(names: ModuleNames): string {
  const context = names.use('opentelemetry', 'context');
  const propagate = names.use('opentelemetry', 'propagate');
  const functools = names.useModule('functools');
  const run = names.define('run_in_context_of', (name) => [
    `def ${name}(carrier, function, *args, **kwargs):`,
    `\ttoken = ${context}.attach(${propagate}.extract(carrier))`,
    '\ttry:',
    '\t\treturn function(*args, **kwargs)',
    '\tfinally:',
    `\t\t${context}.detach(token)`,
  ]);
  return names.define('with_current_context', (name) => [
    `def ${name}(function):`,
    '\t"""The function, to be run in another process in the trace context of now."""',
    '\tcarrier: dict[str, str] = {}',
    `\t${propagate}.inject(carrier)`,
    `\treturn ${functools}.partial(${run}, carrier, function)`,
  ]);
}

/** Defines what adds the current context to the environment of a child process, and gives its name. */
export function environment(names: ModuleNames, quote: string): string {
  const propagate = names.use('opentelemetry', 'propagate');
  const os = names.useModule('os');
  return names.define('environment_with_context', (name) => [
    `def ${name}(environment=${os}.environ):`,
    '\t"""The environment for a child process, with the current trace context in it."""',
    '\tcarrier: dict[str, str] = {}',
    `\t${propagate}.inject(carrier)`,
    `\tvariables = {key.upper().replace(${quote}-${quote}, ${quote}_${quote}): value for key, value in carrier.items()}`,
    '\treturn {**environment, **variables}',
  ]);
}
