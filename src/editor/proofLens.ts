import { CodeLens, Range, type CodeLensProvider, type Event, type TextDocument } from 'vscode';
import { InnerCommand } from './names.ts';
import { lensText } from './proofText.ts';
import type { Proofs } from './proofs.ts';
import { setting } from './settings.ts';

/** Above a function that an action has put a span into: whether it has been seen. */
export class ProofLens implements CodeLensProvider {
  readonly onDidChangeCodeLenses: Event<void>;
  private readonly proofs: Proofs;

  constructor(proofs: Proofs) {
    this.proofs = proofs;
    this.onDidChangeCodeLenses = proofs.onChange;
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    if (!setting('codeLens.enabled', document)) return [];
    return this.proofs.of(document).flatMap((shown) => {
      const line = Math.min(shown.line, document.lineCount) - 1;
      const place = new Range(line, 0, line, 0);
      const told = {
        // A lens drops a plain space beside an icon.
        title: lensText(shown).replace(') ', ')\u00a0'),
        tooltip: shown.state.kind === 'seen' ? 'Show the span in its trace' : 'What to do',
        command: InnerCommand.openExpected,
        arguments: [shown.proof],
      };
      const dismiss = {
        title: '$(close)',
        tooltip: 'Dismiss',
        command: InnerCommand.dismissExpected,
        arguments: [shown.proof],
      };
      return [new CodeLens(place, told), new CodeLens(place, dismiss)];
    });
  }
}
