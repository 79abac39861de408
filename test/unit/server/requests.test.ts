import { duplexPair } from 'node:stream';
import { expect, it } from 'vitest';
import { CancellationTokenSource, createMessageConnection } from 'vscode-jsonrpc/node';
import { Traces } from '../../../src/server/protocol.ts';
import { answerRequests, type Answering } from '../../../src/server/requests.ts';
import { StoreError } from '../../../src/store/storeError.ts';

it('ends a search that nobody waits for any more', async () => {
  const [here, there] = duplexPair();
  const client = createMessageConnection(here, here);
  const server = createMessageConnection(there, there);
  let begun = (): void => undefined;
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  // A search that only its end can end.
  const find = (_limit: number, _query?: string, signal?: AbortSignal) =>
    new Promise<never>((_, reject) => {
      begun();
      signal?.addEventListener('abort', () => {
        reject(new StoreError('The search was given up.'));
      });
    });
  answerRequests(server, { searches: { find } } as unknown as Answering);
  client.listen();
  server.listen();
  const search = new CancellationTokenSource();
  const answer = client.sendRequest(Traces, { limit: 1, query: '{}' }, search.token);
  await hasBegun;
  search.cancel();
  await expect(answer).rejects.toThrow('The search was given up.');
  client.dispose();
  server.dispose();
});
