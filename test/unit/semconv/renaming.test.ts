import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formerName, renaming } from '../../../src/semconv/renaming.ts';

describe('names of former conventions', () => {
  it('are those of the package that is installed: else run scripts/renames.mjs', () => {
    const printed = execFileSync(process.execPath, ['scripts/renames.mjs', '--print'], { encoding: 'utf8' });
    expect(printed).toBe(readFileSync('src/semconv/renamed.ts', 'utf8'));
  });

  it.each([
    ['http.method', { to: 'http.request.method' }],
    ['http.target', { path: 'url.path', query: 'url.query' }],
    ['net.peer.name', { client: 'server.address', server: 'client.address' }],
    ['db.redis.database_index', { to: 'db.namespace', as: 'text' }],
    ['messaging.destination', { to: 'messaging.destination.name' }],
    ['faas.execution', { to: 'faas.invocation.id' }],
    ['db.user', { why: 'Removed, no replacement at this time.' }],
    ['http.request.method', undefined],
    ['gen_ai.agent.id', undefined],
    ['state', undefined],
    ['constructor', undefined],
  ])('%s', (name, wanted) => {
    expect(renaming(name)).toEqual(wanted);
  });

  it('have their values of today', () => {
    const system = renaming('db.system');
    expect(system).toHaveProperty('to', 'db.system.name');
    const values = system && 'values' in system ? system.values : new Map<string, string>();
    expect(['mssql', 'dynamodb', 'redis', 'oracle', 'progress'].map((one) => values.get(one))).toEqual([
      'microsoft.sql_server',
      'aws.dynamodb',
      'redis',
      'oracle.db',
      undefined,
    ]);
  });

  it('are known by the constants of the packages', () => {
    expect(formerName('HTTP_METHOD')).toBe('http.method');
    expect(formerName('SEMATTRS_MESSAGING_DESTINATION')).toBe('messaging.destination');
    expect(formerName('ATTR_HTTP_ROUTE')).toBeUndefined();
  });
});
