export type { Finding, FindingKind, RulePlace, Severity, Witness } from './finding.ts';
export { lint, lintTogether } from './lint.ts';
export type { LintOptions, LintReport } from './lint.ts';
