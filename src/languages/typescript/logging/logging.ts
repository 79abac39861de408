import type { Node } from 'web-tree-sitter';
import { callsAt } from '../../callsAt.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { LoggingIdioms } from '../../idioms/logging.ts';
import type { ParsedFile } from '../../parsed.ts';
import { isBroken, rangeOf } from '../../syntax.ts';
import { importedNames } from '../imported.ts';
import { inConsole } from './console.ts';
import { inPino } from './pino.ts';
import { inWinston } from './winston.ts';

/** A call that makes a logger, or logs where there is none to make. A new library is one entry. */
interface Setup {
  /** As the imports say it; a global is its own name. */
  readonly names: readonly string[];
  readonly library: string;
  readonly correlate: (file: ParsedFile, call: Node) => Attempt;
}

const setups: readonly Setup[] = [
  { names: ['pino:', 'pino:pino'], library: 'pino', correlate: inPino },
  { names: ['winston:createLogger', 'winston:configure'], library: 'winston', correlate: inWinston },
  {
    names: ['log', 'debug', 'info', 'warn', 'error'].map((method) => `console.${method}`),
    library: 'console',
    correlate: inConsole,
  },
];

const grammar = {
  call: /^(?:call|new)_expression$/,
  statement: /_statement$|_declaration$|^public_field_definition$/,
  block: /^(?:statement_block|class_body|program)$/,
};

const setupAt: LoggingIdioms['setupAt'] = (file, selection) => {
  const nameOf = importedNames(file);
  for (const call of callsAt(file.tree.rootNode, selection, grammar)) {
    const callee = call.childForFieldName('function');
    const name = callee && (nameOf(callee) ?? callee.text);
    const setup = setups.find(({ names }) => names.includes(name ?? ''));
    if (!setup) continue;
    const correlate = isBroken(call)
      ? { refusal: 'There is a syntax error in or beside this: mend it first.' }
      : setup.correlate(file, call);
    return { library: setup.library, range: rangeOf(call), correlate };
  }
  return undefined;
};

export const logging: LoggingIdioms = { setupAt };
