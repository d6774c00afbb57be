/**
 * Numbers for the names of categories and tags that campaigns ask for: a shopper's name is looked up once, in a table that all
 * campaigns share, and then compared as a number with those that stand in a campaign's own memory.
 */

/** Names are numbered for ever, so only so many are, and no long ones: for others, rules compare the names themselves. */
const MOST_NAMES = 65_536;
const LONGEST_NAME = 64;

const numbers = new Map<string, number>();

/** Not the number of any name. */
export const NO_NAME = -1;

/** The number of a name that a campaign asks for; {@link NO_NAME} where it is given none. */
export function numberName(name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  if (numbers.size === MOST_NAMES || name.length > LONGEST_NAME) return NO_NAME;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}

/** The number of a name that somebody sent. */
export function numberOfName(name: string): number {
  return numbers.get(name) ?? NO_NAME;
}
