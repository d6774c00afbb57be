/** More of one text is not shown to people; `--format json` has it whole. */
const LONGEST = 240;

/** What a terminal obeys or hides: controls, line breaks, overrides of the writing direction, broken surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\u{feff}]/gu;
/** Those that JSON leaves as they are. */
const UNPRINTABLE_IN_JSON = /[\u007f-\u009f\p{Zl}\p{Zp}\p{Bidi_Control}\u{feff}]/gu;

/** The text with everything escaped that a terminal would obey: a shopper may have written it. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

/** A value of unknown origin for people: printable, and clipped. */
export function shown(value: unknown): string {
  const text =
    typeof value === 'string' ? value : ((JSON.stringify(value) as string | undefined) ?? 'nothing');
  return printable(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

/** JSON that is safe to look at in a terminal: the same value, with more of its characters escaped. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(UNPRINTABLE_IN_JSON, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
