// The layers of docs/architecture.md: imports point down, never up.
const surfaces = '^(src/(editor|cli)|webview)/';
const features = '^src/(server|source|assists|lint|findings)/';
const engines = '^src/(receiver|store|languages)/';
const model = '^src/(otlp|trace|semconv)/';

/** A rule: `from` must not import `to`. */
const never = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: to },
});

module.exports = {
  forbidden: [
    never(
      'features-below-surfaces',
      features,
      surfaces,
      'A feature must not know the surface that shows it.',
    ),
    never(
      'engines-below-features',
      engines,
      `${surfaces}|${features}`,
      'An engine must not know who drives it.',
    ),
    never('model-is-the-bottom', model, `${surfaces}|${features}|${engines}`, 'The model knows nobody.'),
    never(
      'model-is-pure',
      model,
      '^(node:)?(fs|http|http2|net|path|os|child_process|worker_threads|sqlite|zlib)',
      'The model does no I/O.',
    ),
    {
      name: 'only-editor-imports-vscode',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/editor/' },
      to: { path: '^vscode$' },
    },
    {
      name: 'only-store-touches-sqlite',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: 'sqlite$' },
    },
    {
      name: 'only-receiver-and-server-open-sockets',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(receiver|server)/' },
      to: { path: '^(node:)?(http|http2|net)$' },
    },
    {
      name: 'toolkit-in-one-file',
      severity: 'error',
      from: { path: '^webview/', pathNot: '^webview/controls\\.ts$' },
      to: { path: '@vscode/webview-ui-toolkit' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.cjs'] },
  },
};
