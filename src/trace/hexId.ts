/** A span id as 16 hex digits. */
export function hexId(id: bigint): string {
  return id.toString(16).padStart(16, '0');
}
