import path from 'node:path';
import type { FileEdit, TextEdit } from '../../edit.ts';
import type { Project, SdkIdioms } from '../../idioms/sdk.ts';
import { insertAtTop, lineEnding } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME, ATTR_SERVICE_NAME } from '../../../semconv/names.ts';
import { quoteOf } from '../strings.ts';
import { dependencyList } from './dependencies.ts';
import { importModule, siblingsOf } from './modules.ts';
import { rangeOf } from './packages.ts';

const packages = ['opentelemetry-api', 'opentelemetry-exporter-otlp-proto-http', 'opentelemetry-sdk'];

/** A tracer provider in a module beside the entry, which imports it before anything else. */
export const setup: SdkIdioms['setup'] = (entry, project) => {
  const list = dependencyList(project);
  if (list && 'refusal' in list) return list;
  const entries = entriesOf(entry, project);
  const folder = entries.folder ?? path.dirname(entry.path);
  const name = ['instrumentation', 'tracing'].find(
    (one) => project.read(path.join(folder, `${one}.py`)) === undefined,
  );
  if (name === undefined)
    return { refusal: 'This folder has an instrumentation and a tracing module already.' };
  const siblings = entries.folder === undefined ? siblingsOf(entry.path, entry.text, project) : '';
  const line = importModule(siblings, name);
  const service = list?.project || path.basename(project.folder);
  const bootstrap = path.join(folder, `${name}.py`);
  const text = bootstrapText(
    service,
    line,
    list ? [] : packages.map((one) => one + rangeOf(one, false)),
    quoteOf(entry.text),
  );
  const edits: FileEdit[] = [
    {
      file: bootstrap,
      create: true,
      edits: [{ start: 0, end: 0, text: text.join(lineEnding(entry.text)) }],
    },
    { file: entry.path, edits: [importFirst(entry.text, line)] },
    ...entries.others.map((other) => ({ file: other.file, edits: [importFirst(other.text, line)] })),
  ];
  return { bootstrap, edits, packages };
};

/** Django starts at manage.py and at what servers import, all with the folder of manage.py on the path. */
function entriesOf(
  entry: ParsedFile,
  project: Project,
): { folder: string | undefined; others: { file: string; text: string }[] } {
  const isDjango = /\bexecute_from_command_line\b|\bfrom django\.core\.[aw]sgi\b/;
  if (!isDjango.test(entry.text)) return { folder: undefined, others: [] };
  const candidates = project
    .sources()
    .filter((file) => /^(?:manage|wsgi|asgi)\.py$/.test(path.basename(file)));
  const all = candidates
    .map((file) => ({ file, text: project.read(file) ?? '' }))
    .filter(({ file, text }) => file !== entry.path && isDjango.test(text));
  const manage = [entry.path, ...all.map(({ file }) => file)].find(
    (file) => path.basename(file) === 'manage.py',
  );
  return manage === undefined
    ? { folder: undefined, others: [] }
    : { folder: path.dirname(manage), others: all };
}

/** The import above all others, where neither linters nor sorters move it. */
function importFirst(text: string, line: string): TextEdit {
  const eol = lineEnding(text);
  const lines = `# First: what is imported below this line can be instrumented.${eol}${line}  # noqa: F401  # isort: skip`;
  const header = endOfHeader(text);
  const isDefinitionNext = /^\s*(?:@|(?:async\s+)?def\s|class\s)/.test(text.slice(header));
  return insertAtTop(text, header, lines, eol, isDefinitionNext ? 2 : 1);
}

/** Below shebang, encoding, a licence, the docstring and `from __future__`. */
function endOfHeader(text: string): number {
  const comments = /^(?:#!.*(?:\r?\n|$))?(?:#.*coding[:=].*(?:\r?\n|$))?(?:(?:#.*\r?\n)+(?=\r?\n))?/.exec(
    text,
  )![0];
  const docstring =
    /^(?:[ \t]*(?:#[^\n]*)?\n)*[rRuU]?(?:"""[^]*?"""|'''[^]*?'''|"[^"\n]*"|'[^'\n]*')[ \t]*(?:#[^\n]*)?(?=\r?\n|$)/.exec(
      text,
    );
  const future = /^(?:[ \t\r]*(?:#[^\n]*)?\n)*from __future__ import (?:\([^)]*\)|[^\n(]*)/;
  let end = docstring?.[0].length ?? comments.trimEnd().length;
  for (let match = future.exec(text.slice(end)); match; match = future.exec(text.slice(end))) {
    end += match[0].trimEnd().length;
  }
  return end;
}

function bootstrapText(service: string, line: string, missing: readonly string[], q: string): string[] {
  const install = missing.length > 0 ? ['', `Needs: pip install ${missing.join(' ')}`] : [];
  return [
    '"""OpenTelemetry for this program. It is imported before everything else, so that what follows is traced:',
    '',
    `    ${line}`,
    '',
    'The rest is up to the environment: OTEL_EXPORTER_OTLP_ENDPOINT (http://localhost:4318), OTEL_SERVICE_NAME,',
    'OTEL_RESOURCE_ATTRIBUTES, OTEL_TRACES_SAMPLER_ARG, OTEL_PROPAGATORS; OTEL_SDK_DISABLED=true turns it off.',
    ...install,
    '"""',
    '',
    'import os',
    'import signal',
    'import sys',
    'import threading',
    '',
    'from opentelemetry import trace',
    'from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter',
    'from opentelemetry.sdk.resources import OTELResourceDetector, Resource',
    'from opentelemetry.sdk.trace import TracerProvider',
    'from opentelemetry.sdk.trace.export import BatchSpanProcessor',
    '',
    '# Of the traces that begin here this share is kept; of those that come in, what their sender keeps.',
    `os.environ.setdefault(${q}OTEL_TRACES_SAMPLER${q}, ${q}parentbased_traceidratio${q})`,
    `os.environ.setdefault(${q}OTEL_TRACES_SAMPLER_ARG${q}, ${q}1.0${q})`,
    '',
    '# What instrumentations record has the names of the conventions of today.',
    `os.environ.setdefault(${q}OTEL_SEMCONV_STABILITY_OPT_IN${q}, ${q}http,database${q})`,
    '',
    'resource = Resource.create(',
    '    {',
    `        ${q}${ATTR_SERVICE_NAME}${q}: ${q}${service}${q},`,
    `        ${q}${ATTR_DEPLOYMENT_ENVIRONMENT_NAME}${q}: os.environ.get(${q}APP_ENV${q}, ${q}development${q}),`,
    '    }',
    ').merge(OTELResourceDetector().detect())',
    '',
    '# Spans leave in batches by OTLP, the last ones at exit; trace context and baggage go with requests.',
    'provider = TracerProvider(resource=resource)',
    'provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))',
    'trace.set_tracer_provider(provider)',
    '',
    '# SIGTERM ends a program without an exit; where nothing handles it, it becomes one.',
    'if (',
    '    threading.current_thread() is threading.main_thread()',
    '    and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL',
    '):',
    '    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))',
    '',
  ];
}
