import type { TraceRow } from '../traceRow.ts';
import type { Query } from './query.ts';

/** Finds the traces in which every word occurs: in their names, or anywhere in their spans and logs, in any case. */
export function wordsQuery(text: string): Query {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return {
    readsLogs: true,
    bySummary: (row) => (absent(words, row).length === 0 ? true : undefined),
    byChunks: (row, chunks) => occur(absent(words, row), chunks),
  };
}

/** The words that do not occur in the trace's names. */
function absent(words: readonly string[], row: TraceRow): string[] {
  const names = [row.traceId, row.rootName, ...row.services].join('\n').toLowerCase();
  return words.filter((word) => !names.includes(word));
}

function occur(words: readonly string[], chunks: readonly Uint8Array[]): boolean {
  let missing = words;
  // Protobuf keeps every text as plain UTF-8; what stands between decodes to something that is no letter. Where only
  // ASCII is wanted, each byte may be read as a letter, which is several times faster.
  const encoding = words.every((word) => /^[\0-\x7f]*$/.test(word)) ? 'latin1' : 'utf8';
  for (const bytes of chunks) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(encoding).toLowerCase();
    missing = missing.filter((word) => !text.includes(word));
    if (missing.length === 0) return true;
  }
  return false;
}
