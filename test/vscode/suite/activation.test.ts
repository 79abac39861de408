import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands } from 'vscode';
import { Command } from '../../../src/editor/names.ts';
import { sendSpan, spanline } from './spanline.ts';

describe('The extension', () => {
  it('activates and starts the receiver on free ports', async () => {
    const { http, grpc } = await (await spanline()).ready;
    assert.ok(http > 0 && grpc > 0);
    assert.notEqual(http, 4318, 'the settings of this workspace ask for a free port');
  });

  it('has every command that it declares', async () => {
    const known = new Set(await commands.getCommands(true));
    assert.deepEqual(
      Object.values(Command).filter((command) => !known.has(command)),
      [],
    );
  });

  it('receives spans', async () => {
    await sendSpan('first span');
  });

  it('refuses a body that is not OTLP, and goes on', async () => {
    const { http } = await (await spanline()).ready;
    const response = await fetch(`http://127.0.0.1:${http}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"resourceSpans": 7}',
    });
    assert.equal(response.status, 400);
    await sendSpan('after it');
  });
});
