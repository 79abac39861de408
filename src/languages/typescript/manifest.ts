import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The nearest `package.json` in or above a folder that can be read; empty where there is none. */
export function nearestManifest(folder: string): Readonly<Record<string, unknown>> {
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(path.join(at, 'package.json'), 'utf8'));
      return typeof manifest === 'object' && manifest !== null ? { ...manifest } : {};
    } catch {
      // No manifest here that can be read: the next folder up decides.
      if (at === path.dirname(at)) return {};
    }
  }
}
