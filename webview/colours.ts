/** A colour for each service, the same wherever and whenever the service appears. The colours are the theme's own. */

/** Theme colours that tell things apart in every theme. Red is left for errors. */
export const PALETTE: readonly string[] = [
  '--vscode-charts-blue',
  '--vscode-charts-purple',
  '--vscode-charts-green',
  '--vscode-symbolIcon-classForeground',
  '--vscode-terminal-ansiCyan',
  '--vscode-terminal-ansiBrightMagenta',
  '--vscode-charts-yellow',
  '--vscode-scmGraph-foreground4',
];

/**
 * Gives out the palette: a service's place follows from its name, and only a place that is taken makes it move on,
 * so that two services share a colour only when there are more services than colours.
 */
export class ServiceColours {
  readonly #places = new Map<string, number>();

  /** `names` in the order in which they were first seen: what `names()` gave in an earlier life of the view. */
  constructor(names: readonly string[] = []) {
    for (const name of names) this.of(name);
  }

  /** A CSS value: `var(--vscode-…)`. */
  of(service: string): string {
    let place = this.#places.get(service);
    if (place === undefined) {
      place = this.#freePlace(hash(service) % PALETTE.length);
      this.#places.set(service, place);
    }
    return `var(${PALETTE[place]!})`;
  }

  names(): string[] {
    return [...this.#places.keys()];
  }

  #freePlace(preferred: number): number {
    if (this.#places.size >= PALETTE.length) return preferred;
    const taken = new Set(this.#places.values());
    let place = preferred;
    while (taken.has(place)) place = (place + 1) % PALETTE.length;
    return place;
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
