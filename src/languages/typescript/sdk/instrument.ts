import path from 'node:path';
import { combined, type TextEdit } from '../../edit.ts';
import type { Project, SdkIdioms } from '../../idioms/sdk.ts';
import { lineEnd, lineEnding, lineStart } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { headImports } from '../imports.ts';
import { ModuleNames } from '../moduleNames.ts';
import { quoted, styleOf, type Style } from '../style.ts';
import { instrumentationsOf, type Instrumentation } from './instrumentations.ts';
import { appended, newOptions, optionsOf, propertyOf } from './object.ts';
import { packageJsonOf } from './packageJson.ts';
import { runsAsModule } from './start.ts';

const hook = '@opentelemetry/instrumentation/hook.mjs';

/** The classes that are missing in `instrumentations: […]` of the SDK, and the hook that modules need to be patched. */
export const instrument: SdkIdioms['instrument'] = (bootstrap, project) => {
  const manifest = packageJsonOf(project);
  if ('refusal' in manifest) return manifest;
  if (/\bgetNodeAutoInstrumentations\s*\(/.test(bootstrap.text)) {
    return { refusal: 'getNodeAutoInstrumentations() instruments every library that it knows already.' };
  }
  const wanted = instrumentationsOf(
    new Set([...Object.keys(manifest.dependencies), ...usedIn(project, bootstrap.path)]),
  );
  if (wanted.length === 0) {
    return { refusal: 'Nothing that this project imports has an official instrumentation.' };
  }
  const missing = wanted.filter((one) => !new RegExp(`\\b${one.class}\\b`).test(bootstrap.text));
  if (missing.length === 0) {
    return { refusal: 'Everything here that has an official instrumentation is instrumented already.' };
  }
  const found = optionsOf(bootstrap, /(?:^|\.)(?:NodeSDK|registerInstrumentations|startNodeSDK)$/);
  const list = found?.options && propertyOf(found.options, 'instrumentations');
  if (!found || (list && list.value.type !== 'array')) {
    return {
      refusal: `${path.basename(bootstrap.path)} has no \`instrumentations: […]\` to add to: give one to NodeSDK or registerInstrumentations.`,
    };
  }
  const { call, options } = found;
  const root = bootstrap.tree.rootNode;
  const style = styleOf(bootstrap, root);
  const names = new ModuleNames(bootstrap, root, style);
  const elements = missing.map((one) => `${creation(one, names)},`);
  const lines = ['instrumentations: [', ...elements.map((line) => `\t${line}`), '],'];
  const edit = list
    ? appended(bootstrap, list.value, elements, style)
    : options
      ? appended(bootstrap, options, lines, style)
      : newOptions(bootstrap, call, lines, style);
  const isModule = runsAsModule(bootstrap, manifest, []) || loadedByImport(bootstrap, manifest.text);
  const needsHook = isModule && !bootstrap.text.includes(hook);
  return {
    libraries: missing.map(({ library }) => library),
    edits: [
      {
        file: bootstrap.path,
        edits: combined([...names.edits(), ...(needsHook ? registration(bootstrap, style) : []), edit]),
      },
    ],
    packages: [
      ...missing.map((one) => one.package),
      ...(needsHook ? ['@opentelemetry/instrumentation'] : []),
    ],
  };
};

function creation(
  { class: name, package: from, options = '', uses = [] }: Instrumentation,
  names: ModuleNames,
): string {
  const local = names.use(name, from);
  const argument = uses.reduce((text, used) => text.replaceAll(used, names.use(used, from)), options);
  return `new ${local}(${argument})`;
}

/** What the sources but one import, by the names of packages and of Node's modules without `node:`; and `fetch()`. */
function usedIn(project: Project, except: string): Set<string> {
  const used = new Set<string>();
  for (const file of project.sources()) {
    const text = file === except ? '' : (project.read(file) ?? '');
    for (const [, module = ''] of text.matchAll(
      /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"]([^'".][^'"]*)['"]/g,
    )) {
      const name = /^(?:@[^/]+\/)?[^/]+/.exec(module.replace(/^node:/, ''))?.[0];
      if (name) used.add(name);
    }
    if (/(?<![.\w$])fetch\s*\(/.test(text)) used.add('fetch()');
  }
  return used;
}

/** A script that loads the file with `--import` runs it as a module unless the manifest says otherwise. */
function loadedByImport({ path: file }: ParsedFile, manifest: string): boolean {
  const name = path.basename(file).replaceAll('.', '\\.');
  return new RegExp(`--import[ =]\\S*${name}\\b`).test(manifest);
}

/** Without the hook what a module imports is not patched. It has to be in place before the program is loaded. */
function registration(bootstrap: ParsedFile, { quote, semicolon }: Style): TextEdit[] {
  const { text } = bootstrap;
  const eol = lineEnding(text);
  const imports = headImports(bootstrap.tree.rootNode);
  const [first] = imports;
  const last = imports.at(-1);
  if (!first || !last) return [];
  const top = lineStart(text, first.node.startIndex);
  const bottom = lineEnd(text, last.node.endIndex);
  const register = `register(${quoted(hook, quote)}, import.meta.url)${semicolon}`;
  return [
    {
      start: top,
      end: top,
      text: `import { register } from ${quoted('node:module', quote)}${semicolon}${eol}`,
    },
    {
      start: bottom,
      end: bottom,
      text: `${eol}${eol}// What modules import can be instrumented from here on.${eol}${register}`,
    },
  ];
}
