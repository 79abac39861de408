import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dataFolder } from '../../../src/server/dataFolder.ts';
import { socketPath } from '../../../src/server/socketPath.ts';
import { temporaryFolder } from '../store/chunks.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the data folder', () => {
  it.each([
    ['linux', {}, /\/\.local\/share\/spanline$/],
    ['linux', { XDG_DATA_HOME: '/xdg' }, /^\/xdg\/spanline$/],
    ['darwin', {}, /\/Library\/Application Support\/Spanline$/],
    ['win32', { LOCALAPPDATA: '/local' }, /^\/local\/Spanline$/],
    ['linux', { SPANLINE_DATA: '/own', XDG_DATA_HOME: '/xdg' }, /^\/own$/],
  ] as const)('on %s with %o', (platform, env, expected) => {
    expect(dataFolder(env, platform)).toMatch(expected);
  });
});

describe.skipIf(process.platform === 'win32')('the socket', () => {
  it('lies in a folder that only the user can enter', () => {
    const runtime = temporaryFolder();
    vi.stubEnv('XDG_RUNTIME_DIR', runtime);
    const socket = socketPath(path.join(temporaryFolder(), 'new'));
    expect(path.dirname(path.dirname(socket))).toBe(runtime);
    expect(statSync(path.dirname(socket)).mode & 0o777).toBe(0o700);
  });

  it('is the same for every path to a folder, and another for another folder', () => {
    const folder = temporaryFolder();
    const data = path.join(folder, 'data');
    mkdirSync(data);
    symlinkSync(data, path.join(folder, 'link'));
    expect(socketPath(path.join(folder, 'link'))).toBe(socketPath(data));
    expect(socketPath(path.join(folder, 'other'))).not.toBe(socketPath(data));
  });

  it('has a path short enough for every system', () => {
    vi.stubEnv('XDG_RUNTIME_DIR', path.join(temporaryFolder(), 'x'.repeat(100)));
    expect(socketPath(temporaryFolder()).length).toBeLessThanOrEqual(103);
  });

  it('is refused in a folder that others can enter', () => {
    const runtime = temporaryFolder();
    vi.stubEnv('XDG_RUNTIME_DIR', runtime);
    mkdirSync(path.join(runtime, 'spanline'));
    chmodSync(path.join(runtime, 'spanline'), 0o755);
    expect(() => socketPath(temporaryFolder())).toThrow('is not private to you');
  });

  it.skipIf(userInfo().uid !== 0)('is refused in a folder that belongs to somebody else', () => {
    const runtime = temporaryFolder();
    vi.stubEnv('XDG_RUNTIME_DIR', runtime);
    mkdirSync(path.join(runtime, 'spanline'), { mode: 0o700 });
    chownSync(path.join(runtime, 'spanline'), 12_345, 12_345);
    expect(() => socketPath(temporaryFolder())).toThrow('is not private to you');
  });

  it('is refused where a link leads elsewhere', () => {
    const runtime = temporaryFolder();
    vi.stubEnv('XDG_RUNTIME_DIR', runtime);
    symlinkSync(temporaryFolder(), path.join(runtime, 'spanline'));
    expect(() => socketPath(temporaryFolder())).toThrow('is not private to you');
  });
});

describe('the named pipe of Windows', () => {
  it('is one for each user and data folder', () => {
    const data = temporaryFolder();
    const pipe = socketPath(data, 'win32');
    expect(pipe).toMatch(/^\\\\\.\\pipe\\spanline-[^\\]+-[0-9a-f]{16}$/);
    expect(pipe).toContain(`spanline-${userInfo().username}-`);
    expect(socketPath(data, 'win32')).toBe(pipe);
    expect(socketPath(temporaryFolder(), 'win32')).not.toBe(pipe);
  });
});
