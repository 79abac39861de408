/** So long, in ms, news wait for an answer: an editor that loses the focus drops the question. */
const PATIENCE_MS = 5_000;

/**
 * Tells VS Code that lenses have changed. It asks after a pause in such news, a longer one on a slow machine, so that
 * steady news would keep the lenses from ever changing: the next are told when it has asked.
 */
export class LensNews {
  private readonly tellNow: () => void;
  private timer: NodeJS.Timeout | undefined;
  private more = false;

  constructor(tellNow: () => void) {
    this.tellNow = tellNow;
  }

  /** There is something new. */
  tell(): void {
    this.more = this.timer !== undefined;
    if (this.more) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.more) this.tell();
    }, PATIENCE_MS);
    this.tellNow();
  }

  /** VS Code asks, and is given what is new. */
  asked(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
