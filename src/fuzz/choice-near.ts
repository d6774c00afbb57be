import type { Choice, ContextSpace } from './context-space.ts';
import type { fc } from './fast-check.ts';

/** Another choice: some parts are drawn anew, the others are as they are. */
export function choiceNear(choice: Choice, { parts, lots }: ContextSpace, random: fc.Random): Choice {
  const near = [...choice];
  for (let i = howManyOdd(random, parts.length); i > 0; i--) {
    const at = lots[random.nextInt(0, lots.length - 1)] as number;
    near[at] = parts[at]?.draw(random);
  }
  return near;
}

/** Mostly one part or two, so that what is told has one reason or two; now and then many, or none. */
function howManyOdd(random: fc.Random, parts: number): number {
  const percent = random.nextInt(0, 99);
  if (percent < 8) return 0;
  if (percent < 50) return 1;
  if (percent < 70) return 2;
  if (percent < 80) return 3;
  return random.nextInt(3, percent < 95 ? Math.ceil(parts / 2) + 3 : 2 * parts);
}
