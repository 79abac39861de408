import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The licences of every package whose code is in the bundles, as their licences ask for: name, version and text of each.
 * `files` are paths of source files, as esbuild's metafile lists its inputs.
 */
export function notices(files) {
  const folders = new Set(
    files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  return [...folders]
    .sort()
    .map(notice)
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((one) => /^licen[sc]e/i.test(one));
  const text = file ? readFileSync(path.join(folder, file), 'utf8').trim() : '';
  return [`${name} ${version} (${license})`, text].filter(Boolean).join('\n\n');
}
