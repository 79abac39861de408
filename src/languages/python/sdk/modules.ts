import path from 'node:path';
import type { Project } from '../../idioms/sdk.ts';

/**
 * How modules of a folder import each other: '' where the folder is on the path (`import orders`), '.' where they are
 * relative, else the package that they name (`from shop import orders`).
 */
export type Siblings = string;

/** By what the file and its neighbours import; where none imports another, by what the file is. */
export function siblingsOf(file: string, text: string, project: Project): Siblings {
  const folder = path.dirname(file);
  const neighbours = project.sources().filter((one) => path.dirname(one) === folder && one !== file);
  const names = neighbours.map((one) => path.basename(one, '.py'));
  const package_ = packageOf(file, project);
  // A folder without `__init__.py` is a package to those who name what is in it.
  const named = package_ || path.basename(folder);
  const inside = new Set(
    project
      .sources()
      .map((one) => path.relative(folder, one).split(path.sep)[0]!.replace(/\.py$/, ''))
      .filter((name) => name !== '..'),
  );
  const texts = [text, ...neighbours.map((one) => project.read(one) ?? '')];
  for (const one of texts) {
    if (/^[ \t]*from\s+\./m.test(one)) return '.';
    const taken = one.matchAll(
      new RegExp(
        `^[ \\t]*(?:from|import)\\s+${named.replaceAll('.', '\\.')}(?:\\.|\\s+import\\s+)(\\w+)`,
        'gm',
      ),
    );
    if ([...taken].some(([, name = '']) => inside.has(name))) return named;
    const isBare = names.some((name) => new RegExp(`^[ \\t]*(?:from|import)\\s+${name}\\b`, 'm').test(one));
    if (isBare) return '';
  }
  if (/^__(?:main|init)__\.py$/.test(path.basename(file))) return '.';
  return package_ !== '' && !/^if\s+__name__\b/m.test(text) ? package_ : '';
}

/** `import name` as the folder's modules write it. */
export function importModule(siblings: Siblings, name: string): string {
  return siblings === '' ? `import ${name}` : `from ${siblings} import ${name}`;
}

/** What stands after `from` to import something of a module in the folder. */
export function moduleIn(siblings: Siblings, name: string): string {
  if (siblings === '') return name;
  return siblings === '.' ? `.${name}` : `${siblings}.${name}`;
}

/** The dotted name of the package that the file is in, by the `__init__.py` around it; '' for none. */
function packageOf(file: string, project: Project): string {
  const parts: string[] = [];
  for (
    let at = path.dirname(file);
    project.read(path.join(at, '__init__.py')) !== undefined;
    at = path.dirname(at)
  ) {
    parts.unshift(path.basename(at));
  }
  return parts.join('.');
}
