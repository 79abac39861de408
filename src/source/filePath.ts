import path from 'node:path';

/** One way to write a path: without `..`, and on Windows with the drive's letter as VS Code writes it, small. */
export function filePath(file: string): string {
  const plain = path.normalize(file);
  return process.platform === 'win32' ? plain.replace(/^[A-Z]:/, (drive) => drive.toLowerCase()) : plain;
}
