/** Which files hold a key; a file's keys are replaced or taken away together. */
export class Postings {
  private readonly filesOf = new Map<string, Set<string>>();
  private readonly keysOf = new Map<string, readonly string[]>();

  set(file: string, keys: Iterable<string>): void {
    this.remove(file);
    const own = [...new Set(keys)];
    if (own.length === 0) return;
    this.keysOf.set(file, own);
    for (const key of own) {
      const files = this.filesOf.get(key);
      if (files) files.add(file);
      else this.filesOf.set(key, new Set([file]));
    }
  }

  remove(file: string): void {
    for (const key of this.keysOf.get(file) ?? []) {
      const files = this.filesOf.get(key);
      files?.delete(file);
      if (files?.size === 0) this.filesOf.delete(key);
    }
    this.keysOf.delete(file);
  }

  get(key: string): readonly string[] {
    return [...(this.filesOf.get(key) ?? [])];
  }

  /** Every file that holds a key at all. */
  files(): Iterable<string> {
    return this.keysOf.keys();
  }
}
