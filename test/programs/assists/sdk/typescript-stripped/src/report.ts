export class Report {
  private readonly lines = new Map<string, number>();

  // do: span.function
  add(name: string, count: number): void {
    this.lines.set(name, count);
  }

  // do: span.function
  total(): number {
    let sum = 0;
    for (const count of this.lines.values()) sum += count;
    return sum;
  }
}
