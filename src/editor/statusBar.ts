import { StatusBarAlignment, ThemeColor, window, type Disposable, type StatusBarItem } from 'vscode';
import type { ServerState } from '../server/protocol.ts';
import { Command } from './names.ts';
import { nothingListens, problemOf, receiverLabel, receiverText } from './receiverText.ts';

/** The receiver in one glance: its ports, spans a minute, a warning when something needs a look. Never a pop-up. */
export class StatusBar implements Disposable {
  private readonly item: StatusBarItem;

  constructor() {
    this.item = window.createStatusBarItem('spanline.receiver', StatusBarAlignment.Left, 0);
    this.item.name = 'Spanline Receiver';
    this.item.command = Command.showStatus;
    this.show(undefined, 'starting');
    this.item.show();
  }

  /** `why` says what a missing state means: the receiver is starting, stopped, or failed with a sentence. */
  show(state: ServerState | undefined, why: string): void {
    if (!state) {
      const starting = why === 'starting';
      this.item.text = starting ? '$(sync~spin) OTLP' : '$(circle-slash) OTLP';
      this.item.tooltip = starting ? 'Spanline: the trace receiver is starting' : `Spanline: ${why}`;
      this.item.backgroundColor = undefined;
      return;
    }
    this.item.text = receiverText(state);
    this.item.tooltip =
      problemOf(state) ?? 'Spanline receives OpenTelemetry data; click for what can be done';
    this.item.backgroundColor = nothingListens(state)
      ? new ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.item.accessibilityInformation = { label: receiverLabel(state) };
  }

  dispose(): void {
    this.item.dispose();
  }
}
