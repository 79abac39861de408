// Builds everything and packs spanline.vsix, which carries what .vscodeignore names and nothing else.
import { createVSIX } from '@vscode/vsce';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { run } from './processes.mjs';
import { fail, step } from './steps.mjs';
import { cache, root } from './workbench.mjs';

export const vsix = path.join(root, 'spanline.vsix');
const limit = 6 * 1024 * 1024;

/** Builds and packs; throws when the package is too large. */
export async function packageExtension() {
  await step('Building', () => run(process.execPath, ['scripts/build.mjs'], { cwd: root }));
  await step('Packing spanline.vsix', () =>
    // The bundles hold every dependency; the README's pictures stay in the repository.
    createVSIX({
      cwd: stage(),
      packagePath: vsix,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    }),
  );
  const { size } = statSync(vsix);
  console.log(`  spanline.vsix: ${(size / 1024 / 1024).toFixed(2)} MB`);
  if (size > limit)
    throw new Error(
      'spanline.vsix is larger than 6 MB: look at what it carries with `unzip -l spanline.vsix`.',
    );
  return vsix;
}

/** Packs again when something that goes into the package is newer than it. */
export async function packageIfChanged() {
  const packed = statSync(vsix, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const inputs = [
    'src',
    'webview',
    'media',
    'scripts/build.mjs',
    'package.json',
    'package-lock.json',
    '.vscodeignore',
    'README.md',
    'CHANGELOG.md',
  ];
  const files = inputs.flatMap((name) => [name, ...globSync(`${name}/**`, { cwd: root })]);
  const changed = files.some(
    (name) => (statSync(path.join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? 0) > packed,
  );
  if (changed) await packageExtension();
  return vsix;
}

/** A folder with the top-level entries that .vscodeignore names: vsce would walk all of .cache and node_modules. */
function stage() {
  const folder = path.join(cache, 'package');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const ignore = readFileSync(path.join(root, '.vscodeignore'), 'utf8');
  const kept = [...ignore.matchAll(/^!([^/\n]+)/gm)].map(([, name]) => name);
  for (const name of new Set(['.vscodeignore', ...kept])) {
    if (existsSync(path.join(root, name)))
      cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  }
  // What only the checkout needs is no part of the manifest that a user gets.
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const name of ['private', 'workspaces', 'scripts', 'devDependencies']) delete manifest[name];
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2));
  return folder;
}

if (import.meta.filename === process.argv[1]) await packageExtension().catch(fail);
