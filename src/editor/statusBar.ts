import { StatusBarAlignment, ThemeColor, window, type Disposable, type StatusBarItem } from 'vscode';
import type { PortState, ServerState } from '../server/protocol.ts';
import { Command } from './names.ts';

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
    const problem = problemOf(state);
    const rate =
      state.spansPerMinute > 0 ? ` · ${state.spansPerMinute.toLocaleString('en-US')} spans/min` : '';
    this.item.text = `${problem ? '$(warning)' : '$(pulse)'} OTLP ${listening(state)}${rate}`;
    this.item.tooltip = problem ?? 'Spanline receives OpenTelemetry data; click for what can be done';
    this.item.backgroundColor = nothingListens(state)
      ? new ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.item.accessibilityInformation = {
      label: `Spanline receiver, ports ${listening(state)}${rate}${problem ? `, ${problem}` : ''}`,
    };
  }

  dispose(): void {
    this.item.dispose();
  }
}

/** The first thing that is wrong with the receiver, as a sentence. */
export function problemOf(state: ServerState): string | undefined {
  return state.http.problem ?? state.grpc.problem ?? state.warning;
}

function nothingListens(state: ServerState): boolean {
  return !state.http.listening && !state.grpc.listening;
}

/** `4317 4318`, or `4318 taken` where no port could be had. */
function listening(state: ServerState): string {
  const ports = [state.grpc, state.http].filter((port: PortState) => port.listening).map((port) => port.port);
  return ports.length > 0 ? ports.join(' ') : `${state.http.port} taken`;
}
