import path from 'node:path';
import { combined } from '../../edit.ts';
import type { SdkIdioms } from '../../idioms/sdk.ts';
import { lineEnd, lineEnding } from '../../layout.ts';
import {
  ATTR_CODE_FILE_PATH,
  ATTR_CODE_FUNCTION_NAME,
  ATTR_CODE_LINE_NUMBER,
} from '../../../semconv/names.ts';
import { moduleHead } from '../imports.ts';
import { ModuleNames } from '../moduleNames.ts';
import { quoteOf } from '../strings.ts';
import { moduleIn, siblingsOf } from './modules.ts';
import { besideStatement, callsOf, statementAround } from './statements.ts';

const className = 'CodeLocationProcessor';

/** A processor in a module beside the one that sets the SDK up, which registers it where it is not production. */
export const codeLocation: SdkIdioms['codeLocation'] = (bootstrap, project) => {
  const { text } = bootstrap;
  if (text.includes(className) || text.includes(ATTR_CODE_LINE_NUMBER)) {
    return { refusal: 'The place where a span starts is recorded already.' };
  }
  const name = 'code_location';
  const file = path.join(path.dirname(bootstrap.path), `${name}.py`);
  if (project.read(file) !== undefined)
    return { refusal: `${name}.py is there already: register it, or remove it.` };
  const added = callsOf(bootstrap, 'add_span_processor')[0];
  const made = callsOf(bootstrap, 'TracerProvider')[0]?.parent;
  const provider =
    added?.childForFieldName('function')?.childForFieldName('object')?.text ??
    (made?.type === 'assignment' ? made.childForFieldName('left')?.text : undefined);
  const beside = added ?? made;
  if (provider === undefined || !beside) {
    return {
      refusal: `${path.basename(bootstrap.path)} has no \`provider = TracerProvider(…)\` to add a processor to.`,
    };
  }
  const statement = statementAround(beside);
  const quote = quoteOf(text);
  const names = new ModuleNames(bootstrap, statement);
  const os = names.useModule('os');
  const production = `${os}.environ.get(${quote}APP_ENV${quote}) != ${quote}production${quote}`;
  const lines = [
    '# In development a span also records the line that started it.',
    `if ${production}:`,
    `\t${provider}.add_span_processor(${className}())`,
  ];
  const eol = lineEnding(text);
  const last = moduleHead(bootstrap, statement).statements.findLast((node) => /import/.test(node.type));
  if (!last) return { refusal: 'Nothing is imported where the provider is made.' };
  const at = lineEnd(text, last.endIndex);
  const from = moduleIn(siblingsOf(bootstrap.path, text, project), name);
  const imported = { start: at, end: at, text: `${eol}${eol}from ${from} import ${className}` };
  const module = processorText(quote).join(eol);
  return {
    edits: [
      { file, create: true, edits: [{ start: 0, end: 0, text: module }] },
      {
        file: bootstrap.path,
        edits: combined([
          ...names.edits(),
          imported,
          besideStatement(bootstrap, statement, added ? 'above' : 'below', lines),
        ]),
      },
    ],
    packages: [],
  };
};

function processorText(q: string): string[] {
  return [
    '"""Records in a span the line of the program that started it. For development: it walks the stack."""',
    '',
    'import os',
    'import sys',
    'import sysconfig',
    '',
    'from opentelemetry.sdk.trace import SpanProcessor',
    '',
    `STANDARD_LIBRARY = sysconfig.get_path(${q}stdlib${q}) + os.sep`,
    `INSTALLED = (f${q}{os.sep}site-packages{os.sep}${q}, f${q}{os.sep}dist-packages{os.sep}${q})`,
    '',
    '',
    `class ${className}(SpanProcessor):`,
    '    def on_start(self, span, parent_context=None):',
    '        frame = sys._getframe().f_back',
    '        while frame is not None and is_library(frame.f_code.co_filename):',
    '            frame = frame.f_back',
    '        if frame is None:',
    '            return',
    '        code = frame.f_code',
    `        span.set_attribute(${q}${ATTR_CODE_FILE_PATH}${q}, os.path.abspath(code.co_filename))`,
    `        span.set_attribute(${q}${ATTR_CODE_LINE_NUMBER}${q}, frame.f_lineno)`,
    `        if code.co_name != ${q}<module>${q}:`,
    `            name = getattr(code, ${q}co_qualname${q}, code.co_name)`,
    `            span.set_attribute(${q}${ATTR_CODE_FUNCTION_NAME}${q}, f${q}{frame.f_globals[${q === '"' ? "'" : '"'}__name__${q === '"' ? "'" : '"'}]}.{name}${q})`,
    '',
    '',
    'def is_library(file):',
    '    """Whether the file is installed, of Python itself, or made up like <frozen importlib>."""',
    `    return file.startswith((${q}<${q}, STANDARD_LIBRARY)) or any(part in file for part in INSTALLED)`,
    '',
  ];
}
