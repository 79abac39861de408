import type { ProofState } from '../source/proof.ts';
import { formatDuration } from '../trace/formatDuration.ts';

/** One proof as it is told. */
export interface ToldProof {
  readonly name: string;
  readonly state: ProofState;
  /** Base name of the file that makes the span. */
  readonly file: string;
  /** The file has changes that no program can run yet. */
  readonly unsaved: boolean;
}

/** What can be done about a proof, and what may be the matter. */
export interface Advice {
  readonly label: string;
  readonly detail?: string;
  readonly act: 'open' | 'go' | 'traces' | 'terminal' | 'save' | 'dismiss';
}

/** Above the function: one line, with its icon. */
export function lensText({ name, state, file, unsaved }: ToldProof): string {
  switch (state.kind) {
    case 'seen': {
      const under = state.under === '' ? '' : ` under ${quoted(state.under)}`;
      return `$(pass) seen${under}, ${formatDuration(state.durationNano)}`;
    }
    case 'missed':
      return `$(circle-slash) not seen: ${quoted(name)} was not in ${traces(state.traceIds.length)} of ${list(state.services)}`;
    case 'waiting': {
      const waiting = `$(watch) waiting for ${quoted(name)}`;
      if (unsaved) return `${waiting}: save ${file}`;
      return state.stale.length > 0 ? `${waiting}: restart ${list(state.stale)}` : `${waiting}…`;
    }
  }
}

/** In the status bar: the one there is, or how many of each; '' for none. */
export function statusText(proofs: readonly ToldProof[]): string {
  const [only] = proofs;
  if (proofs.length === 1 && only) {
    const { name, state } = only;
    if (state.kind === 'seen') return `$(pass) ${name} ${formatDuration(state.durationNano)}`;
    return state.kind === 'missed' ? `$(circle-slash) ${name} not seen` : `$(watch) ${name}…`;
  }
  const count = (kind: ProofState['kind'], icon: string, what: string): string[] => {
    const n = proofs.filter(({ state }) => state.kind === kind).length;
    return n > 0 ? [`$(${icon}) ${n} ${what}`] : [];
  };
  return [
    ...count('seen', 'pass', 'seen'),
    ...count('missed', 'circle-slash', 'not seen'),
    ...count('waiting', 'watch', 'awaited'),
  ].join('  ');
}

/** The same for a screen reader, and for a tooltip: without icons. */
export function spoken(text: string): string {
  return text.replace(/\$\([\w-]+\) /g, '');
}

/** What to do about a span that is not there, the likeliest first. */
export function advice({ name, state, file, unsaved }: ToldProof): Advice[] {
  const go: Advice = { label: `$(go-to-file) Go to ${quoted(name)}`, act: 'go' };
  const dismiss: Advice = { label: '$(close) Dismiss', act: 'dismiss' };
  const save: Advice[] = unsaved
    ? [{ label: `$(save) Save ${file}`, detail: 'No program runs the new code before.', act: 'save' }]
    : [];
  const terminal = (label: string, detail: string): Advice => ({
    label: `$(terminal) ${label}`,
    detail: `${detail} Opens a new terminal, which sends here.`,
    act: 'terminal',
  });
  switch (state.kind) {
    case 'seen':
      return [{ label: '$(pulse) Show the span in its trace', act: 'open' }, go, dismiss];
    case 'missed':
      return [
        {
          label: '$(list-unordered) Show the traces without it',
          detail: `${traces(state.traceIds.length)} of ${list(state.services)} since the edit.`,
          act: 'traces',
        },
        ...save,
        {
          label: '$(question) The code was not reached',
          detail: 'Do what leads to it, and look whether a condition before it keeps the program out.',
          act: 'go',
        },
        terminal('The program runs an older build', 'Build it and start it again.'),
        terminal(
          'The trace was sampled out',
          'Start the program with OTEL_TRACES_SAMPLER=always_on, unless its code sets a sampler of its own.',
        ),
        dismiss,
      ];
    case 'waiting':
      return [
        ...save,
        state.stale.length > 0
          ? terminal(`Restart ${list(state.stale)}`, 'It sends, but it still runs from before the edit.')
          : terminal('Start the program', 'Its next trace is looked through for the span.'),
        ...(state.others.length > 0 && state.stale.length === 0
          ? [
              terminal(
                `Only ${list(state.others)} ${state.others.length === 1 ? 'has' : 'have'} sent traces`,
                `If the program of ${file} has run, it has no SDK set up or sends elsewhere.`,
              ),
            ]
          : []),
        go,
        dismiss,
      ];
  }
}

function quoted(name: string): string {
  return name === '' ? 'the new span' : `\`${name}\``;
}

function list(services: readonly string[]): string {
  return services.map(quoted).join(', ');
}

function traces(count: number): string {
  return count === 1 ? 'the next trace' : `${count} traces`;
}
