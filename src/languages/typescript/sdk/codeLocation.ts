import path from 'node:path';
import { combined, type TextEdit } from '../../edit.ts';
import type { SdkIdioms } from '../../idioms/sdk.ts';
import { indentationOf, lineEnding, stepped } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import {
  ATTR_CODE_FILE_PATH,
  ATTR_CODE_FUNCTION_NAME,
  ATTR_CODE_LINE_NUMBER,
} from '../../../semconv/names.ts';
import { ModuleNames } from '../moduleNames.ts';
import { quoted, styleOf, type Style } from '../style.ts';
import { importedAs } from './importedAs.ts';
import { appended, newOptions, optionsOf, propertyOf } from './object.ts';
import { packageJsonOf } from './packageJson.ts';
import { runsAsModule } from './start.ts';

const className = 'CodeLocationProcessor';
const isDevelopment = "process.env.NODE_ENV !== 'production'";

/** A processor in a file beside the one that sets the SDK up, which registers it where it is not production. */
export const codeLocation: SdkIdioms['codeLocation'] = (bootstrap, project) => {
  const manifest = packageJsonOf(project);
  if ('refusal' in manifest) return manifest;
  const there = new RegExp(`\\b${className}\\b|${ATTR_CODE_LINE_NUMBER.replaceAll('.', '\\.')}`);
  if (there.test(bootstrap.text)) {
    return { refusal: 'The place where a span starts is recorded already.' };
  }
  const folder = path.dirname(bootstrap.path);
  const extension = path.extname(bootstrap.path).replace(/x$/, '');
  const name = `code-location${extension}`;
  const file = path.join(folder, name);
  if (project.read(file) !== undefined)
    return { refusal: `${name} is there already: register it, or remove it.` };
  const found = optionsOf(bootstrap, /(?:^|\.)(?:NodeSDK|(?:Node|Basic)?TracerProvider|startNodeSDK)$/);
  if (!found) {
    return {
      refusal: `${path.basename(bootstrap.path)} has no \`new NodeSDK({…})\` or tracer provider to give a processor to.`,
    };
  }
  const root = bootstrap.tree.rootNode;
  const style = styleOf(bootstrap, root);
  const isModule = runsAsModule(bootstrap, manifest, []);
  const texts = project.sources().map((source) => project.read(source) ?? '');
  const names = new ModuleNames(bootstrap, root, style);
  const made = (): string => `new ${names.use(className, `./${importedAs(name, texts, isModule)}`)}()`;
  const packages: string[] = [];
  const edit = registered(bootstrap, found, made, names, packages, style);
  if ('refusal' in edit) return edit;
  const text = processorText(style).join(lineEnding(bootstrap.text));
  return {
    edits: [
      { file, create: true, edits: [{ start: 0, end: 0, text }] },
      { file: bootstrap.path, edits: combined([...names.edits(), edit]) },
    ],
    packages: style.typed ? ['@opentelemetry/api', ...packages] : packages,
  };
};

function registered(
  bootstrap: ParsedFile,
  { call, options }: NonNullable<ReturnType<typeof optionsOf>>,
  made: () => string,
  names: ModuleNames,
  packages: string[],
  style: Style,
): TextEdit | { readonly refusal: string } {
  const condition = isDevelopment.replaceAll("'", style.quote);
  const element = (): string => `...(${condition} ? [${made()}] : []),`;
  const use = (name: string, from: string): string => {
    packages.push(from);
    return names.use(name, from);
  };
  const list = options && propertyOf(options, 'spanProcessors');
  if (list?.value.type === 'array') return appended(bootstrap, list.value, [element()], style, 'first');
  if (list || (options && propertyOf(options, 'spanProcessor'))) {
    return {
      refusal:
        'The span processors are not a list that is written here: make them `spanProcessors: […]` first.',
    };
  }
  const exporter = options && propertyOf(options, 'traceExporter');
  if (exporter) {
    const batch = use('BatchSpanProcessor', '@opentelemetry/sdk-trace');
    const { startIndex: start, endIndex: end } = exporter.pair;
    const kept =
      exporter.pair.type === 'pair' ? `exporter: ${exporter.value.text}` : 'exporter: traceExporter';
    const eol = lineEnding(bootstrap.text);
    const base = indentationOf(bootstrap.text, start);
    const elements = [element(), `new ${batch}({ ${kept} }),`].map(
      (one) => `${eol}${base}${style.unit}${one}`,
    );
    return { start, end, text: `spanProcessors: [${elements.join('')}${eol}${base}]` };
  }
  if (
    !/NodeSDK$/.test(
      (call.childForFieldName('constructor') ?? call.childForFieldName('function'))?.text ?? '',
    )
  ) {
    return { refusal: 'This tracer provider gets no span processors: give it `spanProcessors: […]` first.' };
  }
  // The SDK makes its own processor only where it is given none.
  const batch = use('BatchSpanProcessor', '@opentelemetry/sdk-trace');
  const otlp = use('OTLPTraceExporter', '@opentelemetry/exporter-trace-otlp-proto');
  const lines = [
    '// In development a span also records the line that started it.',
    `...(${condition} && {`,
    '\tspanProcessors: [',
    `\t\t${made()},`,
    `\t\tnew ${batch}({ exporter: new ${otlp}() }),`,
    '\t],',
    '}),',
  ];
  return options ? appended(bootstrap, options, lines, style) : newOptions(bootstrap, call, lines, style);
}

function processorText({ quote, semicolon: end, unit, typed, modules }: Style): string[] {
  const q = (text: string): string => quoted(text, quote);
  const type = (text: string): string => (typed ? text : '');
  const isModule = modules === 'import';
  const lines = [
    ...(typed ? [`import type { Span } from ${q('@opentelemetry/api')}${end}`] : []),
    isModule
      ? `import { fileURLToPath } from ${q('node:url')}${end}`
      : `const { fileURLToPath } = require(${q('node:url')})${end}`,
    '',
    '/** Records in a span the line of the program that started it. For development: it takes a stack trace a span. */',
    `${isModule ? 'export ' : ''}class ${className} {`,
    `\tonStart(span${type(': Span')})${type(': void')} {`,
    `\t\tconst place = ownPlace()${end}`,
    `\t\tif (!place) return${end}`,
    `\t\tspan.setAttribute(${q(ATTR_CODE_FILE_PATH)}, place.file)${end}`,
    `\t\tspan.setAttribute(${q(ATTR_CODE_LINE_NUMBER)}, place.line)${end}`,
    `\t\tif (place.name) span.setAttribute(${q(ATTR_CODE_FUNCTION_NAME)}, place.name)${end}`,
    `\t}`,
    '',
    `\tonEnd()${type(': void')} {}`,
    '',
    `\tasync forceFlush()${type(': Promise<void>')} {}`,
    '',
    `\tasync shutdown()${type(': Promise<void>')} {}`,
    `}`,
    '',
    ...(typed
      ? ['interface Place {', `\tfile: string${end}`, `\tline: number${end}`, `\tname: string${end}`, '}', '']
      : []),
    '/** The innermost frame that is not of a library, of Node.js or of this file. */',
    `function ownPlace()${type(': Place | undefined')} {`,
    `\tconst limit = Error.stackTraceLimit${end}`,
    `\tError.stackTraceLimit = 50${end}`,
    `\tconst frames = (new Error().stack ?? ${q('')}).split(${quote}\\n${quote}).slice(1).map(placeOf)${end}`,
    `\tError.stackTraceLimit = limit${end}`,
    `\tconst own = frames[0]?.file${end}`,
    `\treturn frames.find((frame) => frame && frame.file !== own && !isLibrary(frame.file))${end}`,
    `}`,
    '',
    `/** Of a line like \`at Shop.order (file:///app/shop.js:12:5)\`. */`,
    `function placeOf(frame${type(': string')})${type(': Place | undefined')} {`,
    `\tconst match = /^ *at (?:(?:async |new )*(.*?)(?: \\[as .*?\\])? \\()?(.*?):(\\d+):\\d+\\)?$/.exec(frame)${end}`,
    `\tif (!match) return undefined${end}`,
    `\tconst [, called = ${q('')}, at = ${q('')}, line] = match${end}`,
    `\tconst file = at.startsWith(${q('file:')}) ? fileURLToPath(at) : at${end}`,
    `\tconst name = called.endsWith(${q('<anonymous>')}) ? ${q('')} : called.replace(${q('Object.')}, ${q('')})${end}`,
    `\treturn { file, line: Number(line), name }${end}`,
    `}`,
    '',
    `function isLibrary(file${type(': string')})${type(': boolean')} {`,
    `\treturn /[\\\\/]node_modules[\\\\/]|^node:|^internal[\\\\/]|^<anonymous>$|^native$/.test(file)${end}`,
    `}`,
    ...(isModule ? [] : ['', `module.exports = { ${className} }${end}`]),
    '',
  ];
  return lines.map((line) => stepped(line, unit));
}
