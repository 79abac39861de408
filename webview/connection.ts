import type { FromView, ToView, ViewReplies, ViewRequest } from './protocol.ts';

/** What VS Code gives a webview's script; `acquireVsCodeApi` may be called once. */
export interface VsCodeApi {
  postMessage(message: FromView): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export const vscode: VsCodeApi = acquireVsCodeApi();

/** A message of the host that is not the answer to a request. */
export type HostEvent = Exclude<ToView, { type: 'reply' }>;

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

let lastId = 0;
const pending = new Map<number, Pending>();

/** Hands every event of the host to `receive`, every reply to its request. */
export function listen(receive: (event: HostEvent) => void): void {
  window.addEventListener('message', (event: MessageEvent<ToView>) => {
    const message = event.data;
    if (message.type !== 'reply') {
      receive(message);
      return;
    }
    const request = pending.get(message.id);
    pending.delete(message.id);
    if (message.error !== undefined) request?.reject(new Error(message.error));
    else request?.resolve(message.value as never);
  });
}

/** The host's answer. Rejects with the host's sentence where it has none to give. */
export function request<M extends ViewRequest['method']>(
  query: Extract<ViewRequest, { method: M }>,
): Promise<ViewReplies[M]> {
  const id = ++lastId;
  return new Promise<ViewReplies[M]>((resolve, reject) => {
    pending.set(id, { resolve, reject });
    vscode.postMessage({ type: 'request', id, request: query });
  });
}

/** What to tell a person about `error`. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
