import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../edit.ts';
import { indentationUnit, lineEnding, stepped } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { perTree } from '../perTree.ts';
import { freeName } from '../syntax.ts';
import { topLevel } from '../topLevel.ts';
import { bindings, bindingsAround } from './bindings.ts';
import type { Lines } from './block.ts';
import { alsoImported, moduleHead, type ModuleHead } from './imports.ts';

/** What new code at a place calls the things of other modules; what is missing there is imported by `edits`. */
export class ModuleNames {
  private readonly file: ParsedFile;
  private readonly about: Node;
  private readonly head: ModuleHead;
  private readonly hidden: ReadonlySet<string>;
  private readonly taken: Set<string>;
  private readonly missing = new Map<string, string[]>();
  private readonly chosen = new Map<string, string>();
  private statement = '';
  private readonly definitions: string[] = [];

  /** `about` is the node that the new code goes into: what its functions bind hides the module's names. */
  constructor(file: ParsedFile, about: Node) {
    this.file = file;
    this.about = about;
    this.head = moduleHead(file, about);
    this.hidden = bindingsAround(about);
    this.taken = new Set([...this.hidden, ...bindings(file.tree.rootNode)]);
  }

  /** The local name of `name` from `module`: the file's own where it has one in sight, else imported. */
  use(module: string, name: string): string {
    return this.choose(`${module}:${name}`, this.imported(module, name), [name, `otel_${name}`], (local) => {
      const items = this.missing.get(module) ?? [];
      this.missing.set(module, [...items, local === name ? name : `${name} as ${local}`]);
    });
  }

  /** The local name of the whole module. */
  useModule(module: string): string {
    const root = module.split('.', 1)[0]!;
    const there = this.head.statements
      .filter((node) => node.type === 'import_statement')
      .flatMap((node) => node.childrenForFieldName('name'))
      .map((item) => {
        const alias = item.childForFieldName('alias');
        const name = (item.childForFieldName('name') ?? item).text;
        // `import logging.config` binds logging.
        return (alias ? name === module : `${name}.`.startsWith(`${module}.`)) ? (alias?.text ?? module) : '';
      })
      .find((name) => name !== '' && this.isVisible(name.split('.', 1)[0]));
    const alias = `otel_${module}`.replaceAll('.', '_');
    const wanted = module.includes('.') && this.taken.has(root) ? [alias] : [module, alias];
    return this.choose(module, there, wanted, (local) => {
      this.missing.set(local === module ? module : `${module} as ${local}`, []);
    });
  }

  /** The file's tracer, or one that is made below its imports. */
  tracer(): string {
    const there = existingTracer(this.file, this.about, this.head).find(this.isVisible);
    return this.choose('tracer', there, ['tracer', 'otel_tracer'], (local) => {
      const getter =
        this.imported('opentelemetry', 'trace') === undefined
          ? this.imported('opentelemetry.trace', 'get_tracer')
          : undefined;
      this.statement = `${local} = ${getter ?? `${this.use('opentelemetry', 'trace')}.get_tracer`}(__name__)`;
    });
  }

  /**
   * Lines of the module below its imports that define a thing, and its name. Where the file has them already, they are
   * not added.
   */
  define(wanted: string, write: (name: string) => Lines): string {
    const { text } = this.file;
    const code = (name: string): string => {
      const unit = indentationUnit(text, '    ');
      return write(name)
        .map((line) => stepped(line, unit))
        .join(lineEnding(text));
    };
    // Of two that differ, the second one has a number.
    const there = [...this.taken].find(
      (name) => name.startsWith(wanted) && squeezed(text).includes(squeezed(code(name))),
    );
    return this.choose(`define ${wanted}`, there, [wanted], (local) => {
      this.definitions.push(code(local));
    });
  }

  /** A name for a new variable that nothing around the place has. */
  free(...wanted: string[]): string {
    const name = freeName(this.taken, ...wanted);
    this.taken.add(name);
    return name;
  }

  /** The imports, the tracer and the definitions that are missing so far. */
  edits(): TextEdit[] {
    const lines: string[] = [];
    const joined: TextEdit[] = [];
    for (const [module, names] of this.missing) {
      const more = names.length > 0 ? alsoImported(this.file, this.head, module, names) : undefined;
      if (more) joined.push(...more);
      else
        lines.push(
          names.length > 0 ? `from ${module} import ${names.toSorted().join(', ')}` : `import ${module}`,
        );
    }
    const [functions, constants] = [true, false].map((wanted) =>
      this.definitions.filter((one) => /^(?:def|class) /m.test(one) === wanted),
    ) as [string[], string[]];
    const eol = lineEnding(this.file.text);
    const statement = [this.statement, ...constants].filter(Boolean).join(eol + eol);
    const nothing = lines.length === 0 && !statement && functions.length === 0;
    return combined([...joined, ...(nothing ? [] : this.head.add(lines, statement, functions))]);
  }

  private choose(
    key: string,
    there: string | undefined,
    wanted: readonly string[],
    add: (local: string) => void,
  ): string {
    let local = this.chosen.get(key) ?? there;
    if (local === undefined) {
      local = this.free(...wanted);
      add(local);
    }
    this.chosen.set(key, local);
    return local;
  }

  /** What the module calls `from <module> import <name>`, where the place can see it. */
  imported(module: string, name: string): string | undefined {
    return this.head.statements
      .filter(
        (node) =>
          node.type === 'import_from_statement' && node.childForFieldName('module_name')?.text === module,
      )
      .flatMap((node) => node.childrenForFieldName('name'))
      .filter((item) => (item.childForFieldName('name') ?? item).text === name)
      .map((item) => (item.childForFieldName('alias') ?? item).text)
      .find(this.isVisible);
  }

  private readonly isVisible = (name: string | undefined): name is string =>
    name !== undefined && !this.hidden.has(name) && !name.startsWith('__');
}

/** Made by `get_tracer` above the place, or imported and used as a tracer somewhere in the file. */
function existingTracer(file: ParsedFile, about: Node, head: ModuleHead): string[] {
  const made = madeTracers(file)
    .filter(({ endIndex }) => endIndex <= about.startIndex)
    .map((assignment) => assignment.childForFieldName('left')!.text);
  const imported = head.statements
    .filter((node) => node.type === 'import_from_statement')
    .flatMap((node) => node.childrenForFieldName('name'))
    .map((item) => (item.childForFieldName('alias') ?? item).text)
    .filter((name) => {
      // Most names are found by their letters to start no span.
      if (!file.text.includes(`${name}.start_as_current_span(`)) return false;
      return new RegExp(`(?<![\\w.])${name}\\.start_as_current_span\\(`).test(file.text);
    });
  return [...made, ...imported];
}

const madeTracers = perTree((file: ParsedFile) =>
  topLevel(file)
    .map(({ firstChild }) => firstChild)
    .filter((node) => node?.type === 'assignment')
    .filter((node) => /\bget_tracer\s*\(/.test(node!.childForFieldName('right')?.text ?? ''))
    .map((node) => node!),
);

/** Without what formatters change. */
function squeezed(code: string): string {
  return code.replace(/\s|,(?=\s*[)\]}])/g, '').replaceAll("'", '"');
}
