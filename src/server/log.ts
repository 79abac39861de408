import { appendFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

/** A log that has grown beyond this many bytes is set aside as `server.log.1`, in place of the one before. */
const MAX_LOG_BYTES = 1_000_000;

/** Path of the server's log in a data folder. */
export function logFile(data: string): string {
  return path.join(data, 'server.log');
}

/** Takes one line, which gets a time stamp. */
export type Log = (line: string) => void;

/** Opens the server's log. A disk that is full loses log lines, not traces. */
export function openLog(data: string): Log {
  const file = logFile(data);
  return (line) => {
    try {
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (size > MAX_LOG_BYTES) renameSync(file, `${file}.1`);
      appendFileSync(file, `${new Date().toISOString()} ${line}\n`, { mode: 0o600 });
    } catch {
      return;
    }
  };
}
