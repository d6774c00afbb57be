import { choiceNear } from './choice-near.ts';
import type { Choice, ContextSpace } from './context-space.ts';
import { fc } from './fast-check.ts';

/** Choices that are near ones that were good. */
const MOST_BASES = 32;

/**
 * Draws choices around models, and around others that were found to be as good: what takes two steps from a model takes one from
 * there.
 */
export class Walk extends fc.Arbitrary<Choice> {
  private readonly space: ContextSpace;
  private readonly models: readonly Choice[];
  private readonly bases: Choice[] = [];
  private kept = 0;

  constructor(space: ContextSpace, models: readonly Choice[]) {
    super();
    this.space = space;
    this.models = models;
  }

  /** The next so many, drawn by a seed of their own. */
  next(numRuns: number, seed: number): readonly Choice[] {
    return fc.sample(this, { numRuns, seed });
  }

  /** Others will be drawn around this one. */
  keep(choice: Choice): void {
    this.bases[this.kept++ % MOST_BASES] = choice;
  }

  override generate(random: fc.Random): fc.Value<Choice> {
    const isFromModel = this.bases.length === 0 || random.nextInt(0, 1) === 0;
    const from = isFromModel ? this.models : this.bases;
    const base = from[random.nextInt(0, from.length - 1)] as Choice;
    return new fc.Value(choiceNear(base, this.space, random), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Choice {
    return Array.isArray(value);
  }

  override shrink(): fc.Stream<fc.Value<Choice>> {
    return fc.Stream.nil();
  }
}
