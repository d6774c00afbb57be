import { choiceNear } from './choice-near.ts';
import type { Choice, ContextSpace } from './context-space.ts';
import { fc } from './fast-check.ts';

/** Choices that are near ones that were good. */
const MOST_BASES = 32;

/**
 * Draws choices around a model, and around others that were found to be as good: what takes two steps from the model takes one from
 * there.
 */
export class Walk extends fc.Arbitrary<Choice> {
  private readonly space: ContextSpace;
  private readonly model: Choice;
  private readonly bases: Choice[] = [];
  private kept = 0;

  constructor(space: ContextSpace, model: Choice) {
    super();
    this.space = space;
    this.model = model;
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
    const { bases } = this;
    const isFromModel = bases.length === 0 || random.nextInt(0, 1) === 0;
    const base = isFromModel ? this.model : (bases[random.nextInt(0, bases.length - 1)] as Choice);
    return new fc.Value(choiceNear(base, this.space.parts, random), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Choice {
    return Array.isArray(value);
  }

  override shrink(): fc.Stream<fc.Value<Choice>> {
    return fc.Stream.nil();
  }
}
