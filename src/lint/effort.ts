/**
 * How much work may still be done, in steps of about a microsecond. Counted, not timed, so that the same campaign
 * always has the same findings. What is not finished is not known, and nothing is said of it.
 */
export class Effort {
  private left: number;
  private readonly paid = new Set<string>();

  constructor(steps: number) {
    this.left = steps;
  }

  get isSpent(): boolean {
    return this.left < 0;
  }

  /** False where there is not enough left. */
  spend(steps: number): boolean {
    this.left -= steps;
    return this.left >= 0;
  }

  /** The same for what is kept once it is done. */
  spendOnce(name: string, steps: number): boolean {
    if (this.paid.has(name)) return !this.isSpent;
    this.paid.add(name);
    return this.spend(steps);
  }
}
