import { answerLaws } from './answers.ts';
import { countingLaws } from './counting.ts';
import type { Law } from './law.ts';
import { violationLaws } from './violations.ts';
import { askingLaws } from './ways-of-asking.ts';

/** Every law that is asked of every campaign, a host's rules in it too. */
export const laws: readonly Law[] = [...answerLaws, ...violationLaws, ...countingLaws, ...askingLaws];
