// Bundles everything that runs into dist/: extension, trace server, analysis worker, command line and webview.
import { build, context } from 'esbuild';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { notices } from './notices.mjs';

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const watch = process.argv.includes('--watch');

const common = {
  absWorkingDir: root,
  bundle: true,
  // Names stay: stack traces in a bug report are read by people. (Kept beside short ones, they cost every closure a call.)
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
};
const node = { ...common, platform: 'node', target: 'node22', external: ['vscode'] };
// A bundled CommonJS dependency calls `require`, which an ES module does not have.
const esm = {
  ...node,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  banner: {
    js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
  },
};

const bundles = [
  // The extension host loads CommonJS.
  {
    ...node,
    format: 'cjs',
    entryPoints: { extension: 'src/editor/extension.ts' },
    outExtension: { '.js': '.cjs' },
  },
  {
    ...esm,
    entryPoints: {
      server: 'src/server/main.ts',
      search: 'src/server/searchThread.ts',
      pack: 'src/store/packThread.ts',
      worker: 'src/source/worker.ts',
      cli: 'src/cli/main.ts',
    },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  },
  {
    ...common,
    platform: 'browser',
    target: 'chrome132',
    format: 'esm',
    entryPoints: { webview: 'webview/main.ts' },
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
];

/** Parser and grammars travel as files: the runtime loads them by path. */
function copyGrammars() {
  const target = path.join(dist, 'grammars');
  mkdirSync(target, { recursive: true });
  cpSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm'), path.join(target, 'web-tree-sitter.wasm'));
  const wasm = path.dirname(require.resolve('@vscode/tree-sitter-wasm'));
  for (const grammar of ['python', 'typescript', 'tsx']) {
    cpSync(path.join(wasm, `tree-sitter-${grammar}.wasm`), path.join(target, `tree-sitter-${grammar}.wasm`));
  }
}

rmSync(dist, { recursive: true, force: true });
copyGrammars();
if (watch) {
  for (const options of bundles)
    await (await context({ ...options, outdir: dist, logLevel: 'info' })).watch();
} else {
  const built = await Promise.all(
    bundles.map((options) => build({ ...options, outdir: dist, metafile: true })),
  );
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  writeFileSync(
    path.join(dist, 'THIRD-PARTY-NOTICES.txt'),
    notices([...inputs, 'node_modules/@vscode/tree-sitter-wasm/package.json']),
  );
}
