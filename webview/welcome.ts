import { html, nothing, type TemplateResult } from 'lit/html.js';
import { vscode } from './connection.ts';
import { icon } from './icon.ts';
import type { FromView, ReceiverState } from './protocol.ts';

type Command = Extract<FromView, { type: 'command' }>['command'];

/** What stands in the view before the first trace: what is wrong, if anything, and the way to a first trace. */
export function welcome(receiver: ReceiverState | undefined): TemplateResult {
  return html`<div class="welcome">
    ${receiver?.problem === undefined ? nothing : problem(receiver.problem, receiver.connected)}
    ${
      receiver?.connected === false && receiver.problem === undefined
        ? html`<p class="notice" role="status">
            <span class="codicon codicon-loading codicon-modifier-spin" aria-hidden="true"></span> Connecting
            to the trace server…
          </p>`
        : nothing
    }
    <h2>No traces yet</h2>
    <ol>
      <li>
        <p>Open a terminal: the OTEL_* variables in it point here.</p>
        ${button('spanline.newTerminal', 'New Terminal')}
      </li>
      <li>
        <p>Run your program there, with any OpenTelemetry SDK in it.</p>
        <p class="quiet">It runs somewhere else? Give it the same variables.</p>
        ${button('spanline.copyEnvironment', 'Copy Environment', true)}
      </li>
      <li><p>Its traces appear here as it works.</p></li>
    </ol>
    ${receiver?.connected ? ports(receiver) : nothing}
  </div>`;
}

function problem(text: string, connected: boolean): TemplateResult {
  return html`<div class="notice" role="alert">
    <span class="mark-warning">${icon('warning', 'Warning')}</span>
    <p>${text}</p>
    ${
      connected
        ? button('spanline.changePort', 'Change Port…')
        : html`${button('spanline.startServer', 'Start Receiver')}
          ${button('spanline.showLog', 'Show Log', true)}`
    }
  </div>`;
}

function ports({ httpPort, grpcPort }: ReceiverState): TemplateResult {
  return html`<p class="quiet ports">
    Listening on this machine: OTLP/HTTP on port <b>${httpPort}</b>, OTLP/gRPC on port <b>${grpcPort}</b>.
  </p>`;
}

function button(command: Command, label: string, secondary = false): TemplateResult {
  return html`<vscode-button
    appearance=${secondary ? 'secondary' : 'primary'}
    @click=${() => {
      vscode.postMessage({ type: 'command', command });
    }}
    >${label}</vscode-button
  >`;
}
