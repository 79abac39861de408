import path from 'node:path';
import { combined, type FileEdit, type TextEdit } from '../../edit.ts';
import type { SdkIdioms } from '../../idioms/sdk.ts';
import { insertAtTop, lineEnding, lineStart, stepped } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME, ATTR_SERVICE_NAME } from '../../../semconv/names.ts';
import { endOfHeader } from '../imports.ts';
import { importedAs } from './importedAs.ts';
import { quoted, styleOf, type Style } from '../style.ts';
import { addMembers, packageJsonOf, type PackageJson } from './packageJson.ts';
import { relativeEntry, runsAsModule, startsOf, type Start } from './start.ts';

/** How the new file comes before the program. */
interface Loading {
  readonly edits: readonly FileEdit[];
  /** A command or a statement that shows it. */
  readonly shown: string;
}

/** A `NodeSDK` in a file beside the entry, loaded by an option of Node where a script starts the entry. */
export const setup: SdkIdioms['setup'] = (entry, project) => {
  const manifest = packageJsonOf(project);
  if ('refusal' in manifest) return manifest;
  if (project.read('deno.json') !== undefined || project.read('deno.jsonc') !== undefined) {
    return { refusal: 'Deno has OpenTelemetry built in: run it with OTEL_DENO=true instead.' };
  }
  if (manifest.dependencies.next !== undefined) {
    return {
      refusal:
        'Next.js starts the SDK itself, from the function `register` of an instrumentation.ts: see its guide on OpenTelemetry.',
    };
  }
  const name = freeFile(entry, (file) => project.read(file) !== undefined);
  if (name === undefined)
    return { refusal: 'This folder has an instrumentation and a tracing file already.' };
  const starts = startsOf(entry, project, manifest);
  const isModule = runsAsModule(entry, manifest, starts);
  const loading = load(entry, relativeEntry(entry, project), manifest, starts, isModule, name);
  const folder = path.dirname(entry.path);
  const style = styleOf(entry, entry.tree.rootNode);
  const serviceName = manifest.name.replace(/^@[^/]*\//, '') || path.basename(project.folder);
  const bootstrap = path.join(folder, name);
  const text = bootstrapText(serviceName, loading.shown, style).join(lineEnding(entry.text));
  return {
    bootstrap,
    edits: [{ file: bootstrap, create: true, edits: [{ start: 0, end: 0, text }] }, ...loading.edits],
    packages: ['@opentelemetry/api', '@opentelemetry/resources', '@opentelemetry/sdk-node'],
  };
};

/** A name beside the entry, in its form of modules. */
function freeFile(entry: ParsedFile, isThere: (file: string) => boolean): string | undefined {
  const extension = path.extname(entry.path).replace(/x$/, '');
  return ['instrumentation', 'tracing']
    .map((name) => name + extension)
    .find((name) => !isThere(path.join(path.dirname(entry.path), name)));
}

/**
 * An option in every script that starts the entry; where there is none, a script for modules, whose libraries can be
 * instrumented by no import, and the first import of the entry else.
 */
function load(
  entry: ParsedFile,
  place: string,
  manifest: PackageJson,
  starts: readonly Start[],
  isModule: boolean,
  name: string,
): Loading {
  const flag = isModule ? '--import' : '--require';
  const first = starts.find(({ script }) => script === 'start') ?? starts[0];
  // Nest's own runner hands no options on.
  const hasOwnRunner = Object.values(manifest.scripts).some((script) => /\bnest start\b/.test(script));
  if (first && !hasOwnRunner) {
    const edits = starts.map((start): TextEdit => {
      const separator = start.runner === 'nodemon' ? '=' : ' ';
      return { start: start.at, end: start.at, text: ` ${flag}${separator}${loadedBy(start, name)}` };
    });
    const shown = `${first.runner} ${flag} ${loadedBy(first, name)} ${first.target}`;
    return { edits: [{ file: manifest.file, edits: combined(edits) }], shown };
  }
  const isBin = manifest.bin.some((file) => path.posix.normalize(file) === place);
  const isPlain = /\.m?js$/.test(place);
  if (isModule && isPlain && !isBin && manifest.scripts.start === undefined) {
    const shown = `node ${flag} ./${path.posix.join(path.posix.dirname(place), name)} ${place}`;
    return {
      edits: [{ file: manifest.file, edits: addMembers(manifest.text, 'scripts', { start: shown }) }],
      shown,
    };
  }
  const { line, edit } = firstImport(entry, name, isModule);
  return { edits: [{ file: entry.path, edits: [edit] }], shown: line };
}

/** The path that a script loads: beside the file that it runs. */
function loadedBy({ folder, isBuilt }: Start, name: string): string {
  return `./${path.posix.join(folder, isBuilt ? name.replace(/\.([cm]?)ts$/, '.$1js') : name)}`;
}

/** The import that comes before all others: what they import is instrumented by then. */
function firstImport(entry: ParsedFile, name: string, isModule: boolean): { line: string; edit: TextEdit } {
  const { text, tree } = entry;
  const { quote, semicolon, modules } = styleOf(entry, tree.rootNode);
  const from = quoted(`./${importedAs(name, [entry.text], isModule)}`, quote);
  const line = modules === 'import' ? `import ${from}${semicolon}` : `require(${from})${semicolon}`;
  const eol = lineEnding(text);
  const first = tree.rootNode.namedChildren.find(
    (node) => node.startIndex >= endOfHeader(tree.rootNode) && node.type !== 'comment',
  );
  const imports = first && /^(?:import_statement|lexical_declaration|variable_declaration)$/.test(first.type);
  if (!first || !imports || hasCommentAbove(first.startPosition.row, entry)) {
    return { line, edit: insertAtTop(text, endOfHeader(tree.rootNode), line, eol) };
  }
  const start = lineStart(text, first.startIndex);
  return { line, edit: { start, end: start, text: line + eol } };
}

function hasCommentAbove(row: number, { tree }: ParsedFile): boolean {
  return tree.rootNode.namedChildren.some(
    (node) => node.type === 'comment' && node.endPosition.row === row - 1,
  );
}

function bootstrapText(service: string, shown: string, style: Style): string[] {
  const { quote, semicolon: end, unit, typed } = style;
  const q = (text: string): string => quoted(text, quote);
  const bring = (names: string, from: string): string =>
    style.modules === 'import'
      ? `import ${names} from ${q(from)}${end}`
      : `const ${names} = require(${q(from)})${end}`;
  const lines = [
    '/**',
    ' * OpenTelemetry for this program. It comes before everything else, so that what follows is traced:',
    ' *',
    ` *     ${shown}`,
    ' *',
    ' * The rest is up to the environment: OTEL_EXPORTER_OTLP_ENDPOINT (http://localhost:4318), OTEL_SERVICE_NAME,',
    ' * OTEL_RESOURCE_ATTRIBUTES, OTEL_TRACES_SAMPLER_ARG, OTEL_PROPAGATORS; OTEL_SDK_DISABLED=true turns it off.',
    ' */',
    bring('{ defaultResource, resourceFromAttributes }', '@opentelemetry/resources'),
    bring('{ NodeSDK }', '@opentelemetry/sdk-node'),
    '',
    '// Of the traces that begin here this share is kept; of those that come in, what their sender keeps.',
    `process.env.OTEL_TRACES_SAMPLER ??= ${q('parentbased_traceidratio')}${end}`,
    `process.env.OTEL_TRACES_SAMPLER_ARG ??= ${q('1')}${end}`,
    '',
    '// Spans leave in batches by OTLP; trace context and baggage go with requests.',
    `const sdk = new NodeSDK({`,
    `\tresource: defaultResource().merge(`,
    `\t\tresourceFromAttributes({`,
    `\t\t\t${q(ATTR_SERVICE_NAME)}: process.env.OTEL_SERVICE_NAME ?? ${q(service)},`,
    `\t\t\t${q(ATTR_DEPLOYMENT_ENVIRONMENT_NAME)}: process.env.NODE_ENV ?? ${q('development')},`,
    `\t\t}),`,
    `\t),`,
    `})${end}`,
    '',
    `sdk.start()${end}`,
    '',
    '// The last batch is sent before the process ends; a signal waits three seconds for that.',
    typed ? 'async function shutDown(): Promise<void> {' : 'async function shutDown() {',
    `\tconst limit = new Promise((resolve) => setTimeout(resolve, 3_000).unref())${end}`,
    `\tawait Promise.race([sdk.shutdown(), limit]).catch((error${typed ? ': unknown' : ''}) => {`,
    `\t\tconsole.error(${q('OpenTelemetry could not send the last spans:')}, error)${end}`,
    `\t})${end}`,
    '}',
    '',
    `process.once(${q('beforeExit')}, shutDown)${end}`,
    `for (const signal of [${q('SIGTERM')}, ${q('SIGINT')}]${typed ? ' as const' : ''}) {`,
    `\tprocess.once(signal, () => {`,
    `\t\tif (process.listenerCount(signal) === 0) return void endBy(signal)${end}`,
    `\t\texitAfterwards()${end}`,
    `\t\t// When it has cleaned up it may send the signal to itself again.`,
    `\t\tprocess.nextTick(() => process.once(signal, endBy))${end}`,
    `\t})${end}`,
    `}`,
    '',
    `async function endBy(signal${typed ? ': NodeJS.Signals' : ''})${typed ? ': Promise<void>' : ''} {`,
    `\tawait shutDown()${end}`,
    `\tif (process.listenerCount(signal) === 0) process.kill(process.pid, signal)${end}`,
    `}`,
    '',
    '/** A program that handles a signal itself decides when it ends; its last spans are sent before it does. */',
    `function exitAfterwards()${typed ? ': void' : ''} {`,
    `\tconst { exit } = process${end}`,
    `\tlet ended${typed ? ': Promise<never> | undefined' : ''}${end}`,
    `\tprocess.exit = ${typed ? '(' : ''}(code) => {`,
    `\t\tended ??= shutDown().then(() => exit.call(process, code))${end}`,
    `\t}${typed ? ') as typeof process.exit' : ''}${end}`,
    `}`,
    '',
  ];
  return lines.map((line) => stepped(line, unit));
}
