import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The user's own data folder: SPANLINE_DATA where that is set, else where the platform keeps such things. Absolute.
 * It may not exist yet.
 */
export function dataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const set = (name: string): string | undefined => env[name] || undefined;
  const own = set('SPANLINE_DATA');
  if (own !== undefined) return path.resolve(own);
  const home = homedir();
  if (platform === 'win32') {
    return path.join(set('LOCALAPPDATA') ?? path.join(home, 'AppData', 'Local'), 'Spanline');
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Spanline');
  return path.join(set('XDG_DATA_HOME') ?? path.join(home, '.local', 'share'), 'spanline');
}
