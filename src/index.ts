export { catalog } from './catalog.ts';
export type { Attribute, CatalogRow, ErrorCode, RowKey } from './catalog.ts';
export { CampaignConfigError, compile, safeCompile } from './campaign.ts';
export type { Campaign, CompileOptions, CompileResult, PlanContext } from './campaign.ts';
export type { ConfigIssue } from './read-campaign.ts';
export { InvalidContextError } from './context.ts';
export type { ContextIssue, ExistingFacts, Operation, OriginFacts, RedemptionContext } from './context.ts';
export type { Claim, Counter, Counters, PlannedCounter, WireWindow } from './counters.ts';
export type { Decision, Plan } from './evaluate.ts';
export { polygonFromPolyline } from './geo.ts';
export type { PolygonFeature } from './geo.ts';
export { countLimit } from './limit.ts';
export type { Limit } from './limit.ts';
export { defineRule } from './rule.ts';
export type {
  CategoryEntry,
  CompiledRule,
  ConfigSchema,
  Location,
  Redemption,
  Rule,
  RuleDefinition,
  RuleEnv,
} from './rule.ts';
export { toErrorResponse } from './violation.ts';
export type { Details, ErrorResponse, Expected, PreparedViolation, Report, Violation } from './violation.ts';
