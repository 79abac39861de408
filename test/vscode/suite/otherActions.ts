import { Diagnostic, Disposable, languages, Range, type Uri } from 'vscode';
import { until } from './spanline.ts';

/** Another extension's actions for JavaScript, which has none, and takes its time over it. */
export class OtherActions {
  private readonly markers = languages.createDiagnosticCollection('other');
  private readonly registration: Disposable;
  private answer: Promise<unknown> = Promise.resolve();
  private asked = 0;

  constructor() {
    this.registration = languages.registerCodeActionsProvider('javascript', {
      provideCodeActions: async () => {
        this.asked += 1;
        await this.answer;
        return [];
      },
    });
  }

  /** VS Code asks for the actions anew, because of a marker, and waits for ours until the function is called. */
  async delay(document: Uri): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.answer = promise;
    const { asked } = this;
    this.markers.set(document, [new Diagnostic(new Range(0, 0, 0, 1), `asked ${asked} times`)]);
    await until(() => Promise.resolve(this.asked > asked || undefined));
    return () => {
      resolve(undefined);
    };
  }

  dispose(): void {
    Disposable.from(this.registration, this.markers).dispose();
  }
}
