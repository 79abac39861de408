import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands } from 'vscode';
describe('x', () => { it('passes', async () => { assert.ok((await commands.getCommands(true)).length > 100); }); it('fails', () => { assert.equal(1, Number(process.env['WANT'] ?? 1)); }); });
