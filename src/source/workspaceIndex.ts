import { realpathSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { packFor } from '../languages/all.ts';
import type { Grammars } from '../languages/parser.ts';
import type { FunctionSite, RouteSite, SourceSites, SpanSite } from '../languages/sites.ts';
import { filePath } from './filePath.ts';
import { Postings } from './postings.ts';
import { canonicalRoute } from './routeTemplate.ts';
import { isIgnored, isSourceFile, sourceFiles } from './walk.ts';

/** A site and the file it is in. */
export interface Found<Site> {
  readonly file: string;
  readonly site: Site;
  readonly sites: SourceSites;
}

/** Files read of those found so far; equal when the scan is over. */
export interface ScanProgress {
  readonly done: number;
  readonly total: number;
}

/** A bigger file was not written by hand. */
const LARGEST = 1 << 20;

/**
 * What source linking knows of the workspace: functions, span-creating calls and routes of every source file. A file
 * is parsed once for each version; only its sites are kept.
 */
export class WorkspaceIndex {
  readonly folders: readonly string[];
  private readonly grammars: Grammars;
  private readonly realFolders: readonly string[];
  private readonly sitesByFile = new Map<string, SourceSites>();
  private readonly baseNames = new Postings();
  private readonly spanNames = new Postings();
  private readonly patterns = new Postings();
  /** Patterns as they are compiled, by their source. */
  private readonly expressions = new Map<string, RegExp>();
  private readonly routes = new Postings();
  private readonly mounting = new Postings();
  private readonly functionNames = new Postings();
  /** Number of the newest reading of each file: an older one that ends later is dropped. */
  private readonly turns = new Map<string, number>();
  private readonly edited = new Set<string>();

  constructor(grammars: Grammars, folders: readonly string[]) {
    this.grammars = grammars;
    this.folders = folders.map((folder) => filePath(path.resolve(folder)));
    this.realFolders = this.folders.map(realPath);
  }

  /** Reads every source file of the folders; a document with unsaved changes is left as it is. Returns their number. */
  async scan(onProgress?: (progress: ScanProgress) => void): Promise<number> {
    const files: string[] = [];
    for (const folder of this.folders) for await (const file of sourceFiles(folder)) files.push(file);
    for (const [i, file] of files.entries()) {
      if (!this.edited.has(file)) await this.load(file);
      if (i % 100 === 99) onProgress?.({ done: i + 1, total: files.length });
    }
    onProgress?.({ done: files.length, total: files.length });
    return files.length;
  }

  /** Reads a file that was created or saved. */
  async read(file: string): Promise<void> {
    this.edited.delete(file);
    if (this.covers(file)) await this.load(file);
  }

  /** Takes the text of an edited document for the file's. */
  async update(file: string, text: string): Promise<void> {
    if (!this.covers(file)) return;
    this.edited.add(file);
    await this.take(file, text, this.nextTurn(file));
  }

  remove(file: string): void {
    this.nextTurn(file);
    this.edited.delete(file);
    this.sitesByFile.delete(file);
    for (const postings of [
      this.baseNames,
      this.spanNames,
      this.patterns,
      this.routes,
      this.mounting,
      this.functionNames,
    ]) {
      postings.remove(file);
    }
  }

  sitesOf(file: string): SourceSites | undefined {
    return this.sitesByFile.get(file);
  }

  /** True for a file of the workspace: by name and, through links, in fact. */
  has(file: string): boolean {
    if (this.sitesByFile.has(file)) return true;
    if (!this.folders.some((folder) => isInside(folder, file))) return false;
    const real = realPath(file);
    const isFile = statSync(real, { throwIfNoEntry: false })?.isFile() === true;
    return isFile && this.realFolders.some((folder) => isInside(folder, real));
  }

  /** False where spans of an SDK in that language (`telemetry.sdk.language`) cannot come from the file. */
  speaks(file: string, language: string): boolean {
    const languages = packFor(file)?.pack.sdkLanguages;
    return language === '' || languages === undefined || languages.includes(language);
  }

  filesNamed(baseName: string): readonly string[] {
    return this.baseNames.get(baseName);
  }

  /** Calls that create a span of exactly this name. */
  spansNamed(name: string): Found<SpanSite>[] {
    return this.find(this.spanNames.get(name), (sites) =>
      sites.spans.filter((span) => !span.pattern && span.name === name),
    );
  }

  /** Calls whose name has variables in it and may come out as this one. */
  spansLike(name: string): Found<SpanSite>[] {
    return this.find(this.patterns.files(), (sites) =>
      sites.spans.filter(
        (span) => span.pattern && span.name !== null && this.expression(span.name).test(name),
      ),
    );
  }

  /** Registrations whose template is this one in its canonical form. */
  routesOf(canonical: string): Found<RouteSite>[] {
    return this.find(this.routes.get(canonical), (sites) =>
      sites.routes.filter((route) => canonicalRoute(route.route) === canonical),
    );
  }

  /** Prefixes under which other files mount the routers of this one. */
  prefixesOf(file: string): string[] {
    const whole = file
      .replace(/(?:[/\\](?:index|__init__))?\.\w+$/, '')
      .split(path.sep)
      .join('/');
    return this.find(this.mounting.files(), (sites) =>
      sites.mounts.filter((mount) => mount.modules.some((end) => whole.endsWith(`/${end}`))),
    ).map(({ site }) => site.prefix);
  }

  allRoutes(): Found<RouteSite>[] {
    return this.find(this.routes.files(), (sites) => sites.routes);
  }

  /** Functions of this bare name. */
  functionsNamed(name: string): Found<FunctionSite>[] {
    return this.find(this.functionNames.get(name), (sites) =>
      sites.functions.filter((one) => one.name === name),
    );
  }

  private expression(pattern: string): RegExp {
    let expression = this.expressions.get(pattern);
    if (!expression) {
      expression = new RegExp(`^(?:${pattern})$`, 's');
      this.expressions.set(pattern, expression);
    }
    return expression;
  }

  private find<Site>(files: Iterable<string>, pick: (sites: SourceSites) => readonly Site[]): Found<Site>[] {
    const found: Found<Site>[] = [];
    for (const file of files) {
      const sites = this.sitesByFile.get(file);
      if (sites) for (const site of pick(sites)) found.push({ file, site, sites });
    }
    return found;
  }

  private covers(file: string): boolean {
    return (
      isSourceFile(file) && this.folders.some((folder) => isInside(folder, file) && !isIgnored(folder, file))
    );
  }

  private async load(file: string): Promise<void> {
    const turn = this.nextTurn(file);
    const size = await stat(file).then(
      (stats) => stats.size,
      () => -1,
    );
    const text =
      size >= 0 && size <= LARGEST ? await readFile(file, 'utf8').catch(() => undefined) : undefined;
    if (text === undefined || isMinified(text)) {
      if (this.turns.get(file) === turn) this.remove(file);
      return;
    }
    await this.take(file, text.replace(/^\uFEFF/, ''), turn);
  }

  private async take(file: string, text: string, turn: number): Promise<void> {
    const sites = await this.parse(file, text);
    if (this.turns.get(file) !== turn) return;
    this.sitesByFile.set(file, sites);
    this.baseNames.set(file, [path.basename(file)]);
    this.spanNames.set(
      file,
      sites.spans.flatMap((span) => (span.pattern ? [] : (span.name ?? []))),
    );
    this.patterns.set(
      file,
      sites.spans.flatMap((span) => (span.pattern ? (span.name ?? []) : [])),
    );
    this.routes.set(
      file,
      sites.routes.map((route) => canonicalRoute(route.route)),
    );
    this.mounting.set(
      file,
      sites.mounts.map((mount) => mount.prefix),
    );
    this.functionNames.set(
      file,
      sites.functions.flatMap((one) => one.name || []),
    );
  }

  private async parse(file: string, text: string): Promise<SourceSites> {
    const found = packFor(file);
    if (!found) return noSites;
    const tree = await this.grammars.parse(found.grammar, text);
    try {
      return found.pack.sites({ path: file, text, tree });
    } finally {
      tree.delete();
    }
  }

  private nextTurn(file: string): number {
    const turn = (this.turns.get(file) ?? 0) + 1;
    this.turns.set(file, turn);
    return turn;
  }
}

/** A file in a language that we cannot read is known by its path alone. */
const noSites: SourceSites = { functions: [], spans: [], routes: [], mounts: [], scopes: [] };

function isMinified(text: string): boolean {
  return text.length > 5_000 && text.length / text.split('\n').length > 300;
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return (
    relative !== '' &&
    !relative.startsWith(`..${path.sep}`) &&
    relative !== '..' &&
    !path.isAbsolute(relative)
  );
}

function realPath(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    return file;
  }
}
