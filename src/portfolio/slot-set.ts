/** A set of slots, a bit each. */
export class SlotSet {
  words = new Uint32Array(0);

  /** Makes room for slots below `capacity`, a multiple of 32. */
  grow(capacity: number): void {
    const { words } = this;
    this.words = new Uint32Array(capacity / 32);
    this.words.set(words);
  }

  put(slot: number, isIn: boolean): void {
    const word = slot >>> 5;
    const bit = 1 << (slot & 31);
    const bits = this.words[word] as number;
    this.words[word] = isIn ? bits | bit : bits & ~bit;
  }

  copyFrom({ words }: SlotSet): void {
    this.words.set(words);
  }
}
