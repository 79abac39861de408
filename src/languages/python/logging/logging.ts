import type { Node } from 'web-tree-sitter';
import { callsAt } from '../../callsAt.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { LoggingIdioms } from '../../idioms/logging.ts';
import type { ParsedFile } from '../../parsed.ts';
import { isBroken, rangeOf } from '../../syntax.ts';
import { calledName } from '../classOf.ts';
import { inOwnFormat, ownFormat } from './ownFormat.ts';
import { inConfigure, inSink } from './loguru.ts';
import { inBasicConfig, inDictionary, inFormatter } from './standard.ts';
import { inProcessorFormatter, inProcessors } from './structlog.ts';

/** A call that sets a log up. A new library is one entry. */
interface Setup {
  readonly names: readonly string[];
  readonly library: string;
  readonly correlate: (file: ParsedFile, call: Node) => Attempt;
}

const formatters = [
  'logging.Formatter',
  'pythonjsonlogger.json.JsonFormatter',
  'pythonjsonlogger.jsonlogger.JsonFormatter',
  'colorlog.ColoredFormatter',
];

const setups: readonly Setup[] = [
  { names: ['logging.basicConfig'], library: 'logging', correlate: inBasicConfig },
  { names: formatters, library: 'logging', correlate: inFormatter },
  // `super().__init__(…)`
  { names: formatters.map((one) => `${one}.__init__`), library: 'logging', correlate: inFormatter },
  { names: ['logging.config.dictConfig'], library: 'logging', correlate: inDictionary },
  {
    names: ['structlog.configure', 'structlog.configure_once', 'structlog.wrap_logger'],
    library: 'structlog',
    correlate: inProcessors,
  },
  {
    names: ['structlog.stdlib.ProcessorFormatter'],
    library: 'structlog',
    correlate: inProcessorFormatter,
  },
  { names: ['loguru.logger.add'], library: 'loguru', correlate: inSink },
  { names: ['loguru.logger.configure'], library: 'loguru', correlate: inConfigure },
];

const grammar = {
  call: /^(?:call|dictionary)$/,
  statement: /_statement$/,
  block: /^(?:block|module|function_definition|class_definition)$/,
};

const setupAt: LoggingIdioms['setupAt'] = (file, selection) => {
  for (const node of callsAt(file.tree.rootNode, selection, grammar)) {
    const callee = node.childForFieldName('function');
    const name = callee ? calledName(file, callee) : undefined;
    const setup = callee
      ? setups.find(({ names }) => name !== undefined && names.includes(name))
      : // A dictionary for `dictConfig`, as Django has it in its settings.
        /^\{\s*[^]*["']formatters["']\s*:/.test(node.text)
        ? { library: 'logging', correlate: inDictionary }
        : undefined;
    if (!setup) continue;
    const correlate = isBroken(node)
      ? { refusal: 'There is a syntax error in or beside this: mend it first.' }
      : setup.correlate(file, node);
    return { library: setup.library, range: rangeOf(node), correlate };
  }
  const own = ownFormat(file, selection, formatters);
  return own && { library: 'logging', range: rangeOf(own), correlate: inOwnFormat(file, own) };
};

export const logging: LoggingIdioms = { setupAt };
