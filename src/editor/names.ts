/**
 * Every name that package.json and the code must agree on: commands, views, settings and context keys. A test holds
 * the manifest to this file, so that no command or setting is a loose string.
 */
export const Command = {
  openTraces: 'spanline.openTraces',
  focusTraces: 'spanline.focusTraces',
  followNewest: 'spanline.followNewest',
  openSource: 'spanline.openSource',
  openSourceToSide: 'spanline.openSourceToSide',
  copyTraceId: 'spanline.copyTraceId',
  copySpanId: 'spanline.copySpanId',
  pinTrace: 'spanline.pinTrace',
  unpinTrace: 'spanline.unpinTrace',
  clearTraces: 'spanline.clearTraces',
  newTerminal: 'spanline.newTerminal',
  copyEnvironment: 'spanline.copyEnvironment',
  changePort: 'spanline.changePort',
  showStatus: 'spanline.showStatus',
  startServer: 'spanline.startServer',
  stopServer: 'spanline.stopServer',
  showLog: 'spanline.showLog',
  instrument: 'spanline.instrument',
  showExpected: 'spanline.showExpected',
  renameAttributes: 'spanline.renameAttributes',
} as const;

/** Commands that other parts call with arguments; they stand in no menu. */
export const InnerCommand = {
  /** (title: string, traceIds: string[]): lists these traces in the view. */
  listTraces: 'spanline.listTraces',
  /** (proof: Proof): shows the span that was expected, or what to do about it. */
  openExpected: 'spanline.openExpected',
  /** (proof: Proof) */
  dismissExpected: 'spanline.dismissExpected',
} as const;

export const View = {
  /** The view in the panel. */
  traces: 'spanline.traces',
  /** The same as an editor tab. */
  tracesTab: 'spanline.tracesTab',
} as const;

export const ContextKey = {
  /** The trace server is connected. */
  connected: 'spanline.connected',
  /** The views select each newest trace as it arrives. */
  following: 'spanline.following',
  /** A span has been opened in the code, and one made by an action: the last steps of the walkthrough. */
  jumped: 'spanline.jumped',
  fixed: 'spanline.fixed',
} as const;

/** Settings with the type of each; defaults are in package.json. */
export interface Settings {
  'receiver.enabled': boolean;
  'receiver.httpPort': number;
  'receiver.grpcPort': number;
  /** Of browser programs, beside those of this machine. */
  'receiver.allowedOrigins': string[];
  /** MiB. */
  'receiver.maxRequestSize': number;
  'retention.maxItems': number;
  /** MB. */
  'retention.maxSize': number;
  /** Hours. */
  'retention.maxAge': number;
  'environment.enabled': boolean;
  'codeLens.enabled': boolean;
  'python.spanStyle': 'with' | 'decorator';
}
