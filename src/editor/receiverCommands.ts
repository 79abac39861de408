import { ConfigurationTarget, env, window, workspace, type QuickPickItem } from 'vscode';
import { SetPorts, type ServerState } from '../server/protocol.ts';
import { asShell, otelEnvironment, sendingPort } from './environment.ts';
import { Command } from './names.ts';
import { freePortsFor, problemOf } from './receiverText.ts';
import type { ServerLink } from './serverLink.ts';

/** A terminal that carries the OTEL_* variables, as every new one does. */
export function newTerminal(): void {
  window.createTerminal({ name: 'Traced' }).show();
}

/** Puts the variables on the clipboard, in the words of this platform's shell. */
export async function copyEnvironment(link: ServerLink): Promise<void> {
  const port = sendingPort(link.state);
  if (port === undefined) {
    await window.showWarningMessage(
      'The receiver listens on no port: choose another with “Spanline: Change Receiver Ports…”.',
    );
    return;
  }
  await env.clipboard.writeText(asShell(otelEnvironment(port), process.platform === 'win32'));
  window.setStatusBarMessage('$(check) Copied the OTEL_* environment', 3_000);
}

/** Asks for both ports, moves the receiver there and remembers it. */
export async function changePorts(link: ServerLink): Promise<void> {
  const state = link.state;
  const http = await askPort('OTLP/HTTP', state?.http.port ?? 4318);
  if (http === undefined) return;
  const grpc = await askPort('OTLP/gRPC', state?.grpc.port ?? 4317);
  if (grpc === undefined) return;
  await movePorts(link, http, grpc);
}

/** Moves the receiver to free ports for now: a choice of the system is not remembered. */
export async function freePorts(link: ServerLink): Promise<void> {
  await link.request(SetPorts, freePortsFor(link.state));
}

async function movePorts(link: ServerLink, http: number, grpc: number): Promise<void> {
  if (link.state) await link.request(SetPorts, { http, grpc });
  const settings = workspace.getConfiguration('spanline.receiver');
  await settings.update('httpPort', http, ConfigurationTarget.Global);
  await settings.update('grpcPort', grpc, ConfigurationTarget.Global);
}

async function askPort(title: string, value: number): Promise<number | undefined> {
  const text = await window.showInputBox({
    title: `Port for ${title}`,
    prompt: '0 takes a free one',
    value: String(value),
    validateInput: (input) => (isPort(input) ? undefined : 'A port is a whole number from 0 to 65535.'),
  });
  return text === undefined ? undefined : Number(text);
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

interface StatusItem extends QuickPickItem {
  readonly command?: string;
  readonly run?: () => Promise<void>;
}

/** The status bar's quick pick: the receiver's state in its title, what can be done below. */
export async function pickStatus(link: ServerLink): Promise<StatusItem | undefined> {
  const { state } = link;
  const problem = state ? problemOf(state) : undefined;
  const items: StatusItem[] = state
    ? [
        ...(problem === undefined ? [] : [{ label: `$(warning) ${problem}`, command: Command.showLog }]),
        ...(state.http.listening && state.grpc.listening
          ? []
          : [
              {
                label: '$(arrow-right) Use free ports',
                description: 'until the server stops',
                run: () => freePorts(link),
              },
            ]),
        { label: '$(pulse) Show traces', command: Command.focusTraces },
        { label: '$(terminal) New terminal that sends here', command: Command.newTerminal },
        { label: '$(copy) Copy OTEL_* environment', command: Command.copyEnvironment },
        { label: '$(plug) Change ports…', description: portsText(state), command: Command.changePort },
        { label: '$(debug-stop) Stop receiver', command: Command.stopServer },
        { label: '$(output) Open log', command: Command.showLog },
      ]
    : [
        { label: '$(play) Start receiver', command: Command.startServer },
        { label: '$(output) Open log', command: Command.showLog },
      ];
  return window.showQuickPick(items, { title: state ? titleOf(state) : `Receiver: ${link.why}` });
}

function portsText({ http, grpc }: ServerState): string {
  return `HTTP ${http.port}, gRPC ${grpc.port}`;
}

function titleOf(state: ServerState): string {
  const rate = (n: number, what: string) => `${n.toLocaleString('en-US')} ${what}`;
  const { spansPerMinute, logsPerMinute, metricsPerMinute } = state;
  return `Receiver: ${rate(spansPerMinute, 'spans')}, ${rate(logsPerMinute, 'logs')}, ${rate(metricsPerMinute, 'metric points')} a minute`;
}
