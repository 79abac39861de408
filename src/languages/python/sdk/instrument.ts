import path from 'node:path';
import { combined } from '../../edit.ts';
import type { Project, SdkIdioms } from '../../idioms/sdk.ts';
import { ModuleNames } from '../moduleNames.ts';
import { quoteOf } from '../strings.ts';
import { dependencyList } from './dependencies.ts';
import { instrumentationsOf, moduleOf } from './instrumentations.ts';
import { packageOf, rangeOf } from './packages.ts';
import { besideStatement, callsOf, statementAround } from './statements.ts';

/** `FlaskInstrumentor().instrument()` and its like below the statement that makes the tracer provider the global one. */
export const instrument: SdkIdioms['instrument'] = (bootstrap, project) => {
  const list = dependencyList(project);
  if (list && 'refusal' in list) return list;
  const wanted = instrumentationsOf(importedIn(project, bootstrap.path), list?.names ?? new Set());
  if (wanted.length === 0) {
    return { refusal: 'Nothing that this project imports has an official instrumentation.' };
  }
  const present = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(bootstrap.text);
  const missing = wanted.filter(({ classes }) => !classes.every(present));
  if (missing.length === 0) {
    return { refusal: 'Everything here that has an official instrumentation is instrumented already.' };
  }
  const place = callsOf(bootstrap, 'set_tracer_provider').at(-1);
  if (!place) {
    return {
      refusal: `${path.basename(bootstrap.path)} does not call trace.set_tracer_provider, below which instrumentations go.`,
    };
  }
  const statement = statementAround(place);
  const names = new ModuleNames(bootstrap, statement);
  const quote = quoteOf(bootstrap.text);
  const lines: string[] = [];
  const settings = settingsOf(project);
  if (missing.some(({ needsSettings }) => needsSettings) && settings !== undefined) {
    const os = names.useModule('os');
    lines.push(
      `${os}.environ.setdefault(${quote}DJANGO_SETTINGS_MODULE${quote}, ${quote}${settings}${quote})`,
    );
  }
  for (const one of missing) {
    for (const name of one.classes.filter((each) => !present(each))) {
      const options = (one.options ?? '').replaceAll('"', quote);
      lines.push(`${names.use(moduleOf(one), name)}().instrument(${options})`);
    }
  }
  const packages = missing.map(({ name }) => packageOf(name));
  // Where nothing lists dependencies the file itself says what it needs.
  const needs = list ? null : /^Needs: pip install [^\r\n]*/m.exec(bootstrap.text);
  const end = needs ? needs.index + needs[0].length : 0;
  const more = packages.map((one) => ` ${one}${rangeOf(one, false)}`).join('');
  return {
    libraries: missing.map(({ library }) => library),
    edits: [
      {
        file: bootstrap.path,
        edits: combined([
          ...(needs ? [{ start: end, end, text: more }] : []),
          ...names.edits(),
          besideStatement(bootstrap, statement, 'below', ['', ...lines]),
        ]),
      },
    ],
    packages,
  };
};

/** The dotted names of all modules that the sources import, and of what they take from them, but one. */
function importedIn(project: Project, except: string): Set<string> {
  const imported = new Set<string>();
  for (const file of project.sources()) {
    const text = file === except ? '' : (project.read(file) ?? '');
    for (const [, from, names, modules] of text.matchAll(
      /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?([\w \t,]*)|import[ \t]+([\w., \t]+))/gm,
    )) {
      for (const module of modules?.split(',') ?? []) imported.add(module.trim().split(/\s/, 1)[0]!);
      if (!from) continue;
      imported.add(from);
      for (const name of names?.split(',') ?? []) imported.add(`${from}.${name.trim().split(/\s/, 1)[0]!}`);
    }
  }
  return imported;
}

/** The module of Django's settings, as its entries set it. */
function settingsOf(project: Project): string | undefined {
  for (const file of project.sources()) {
    const found = /["']DJANGO_SETTINGS_MODULE["']\s*[,\]][\s=]*["']([\w.]+)["']/.exec(
      project.read(file) ?? '',
    );
    if (found) return found[1];
  }
  return undefined;
}
