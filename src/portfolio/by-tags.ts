import type { Needs, NeededTag } from '../needs.ts';
import type { CategoryEntry, Redemption } from '../rule.ts';

/** Set in every question, and in the campaigns that need no tag. */
const NONE_NEEDED = 1;

/**
 * Which of the tags of 63 kinds each campaign needs one of. Tags are told apart by a hash: those that share a bit are not, and
 * the rules decide.
 */
export class TagIndex {
  private low = new Uint32Array(0);
  private high = new Uint32Array(0);

  grow(capacity: number): void {
    const { low, high } = this;
    this.low = new Uint32Array(capacity);
    this.low.set(low);
    this.high = new Uint32Array(capacity);
    this.high.set(high);
  }

  add(slot: number, tags: Needs['tags']): void {
    const bits = tags ? bitsOf(tags) : { low: NONE_NEEDED, high: 0 };
    this.low[slot] = bits.low;
    this.high[slot] = bits.high;
  }

  /** Keeps those of the first `count` slots that need none, or one that was sent; how many. */
  keep(slots: Uint32Array, count: number, categories: Redemption['categories']): number {
    const { low, high } = this;
    const sent = bitsOf(categories === 'unreadable' ? [] : categories.flatMap(tagsOf));
    const sentLow = sent.low | NONE_NEEDED;
    const sentHigh = sent.high;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i] as number;
      const common = ((low[slot] as number) & sentLow) | ((high[slot] as number) & sentHigh);
      slots[kept] = slot;
      // 1 for any bit: half of them fail, and a branch would be guessed wrong as often.
      kept += (common | -common) >>> 31;
    }
    return kept;
  }
}

function tagsOf({ name, tags }: CategoryEntry): NeededTag[] {
  return [{ category: name }, ...tags.map((tag) => ({ category: name, tag }))];
}

function bitsOf(tags: readonly NeededTag[]): { low: number; high: number } {
  let [low, high] = [0, 0];
  for (const { category, tag } of tags) {
    const bit = 1 + (hashOf(category, tag) % 63);
    if (bit < 32) low |= 1 << bit;
    else high |= 1 << (bit - 32);
  }
  return { low, high };
}

/** FNV-1a over the UTF-16 units, with one that no well-formed text has between the two. */
function hashOf(category: string, tag: string | undefined): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < category.length; i++) hash = Math.imul(hash ^ category.charCodeAt(i), 0x01000193);
  if (tag !== undefined) {
    hash = Math.imul(hash ^ 0xffff, 0x01000193);
    for (let i = 0; i < tag.length; i++) hash = Math.imul(hash ^ tag.charCodeAt(i), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}
