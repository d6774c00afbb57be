export { catalog } from './catalog.ts';
export type { Attribute, CatalogRow, ErrorCode, RowKey } from './catalog.ts';
export { CampaignConfigError, compile, safeCompile } from './campaign.ts';
export type { Campaign, CompileOptions, CompileResult, PlanContext } from './campaign.ts';
export type { ConfigIssue } from './read-campaign.ts';
export { InvalidContextError } from './context.ts';
export type {
  ContextIssue,
  ExistingFacts,
  HeldClaim,
  Operation,
  OriginFacts,
  RedemptionContext,
} from './context.ts';
export type { Claim, Counter, Counters, PlannedCounter, Subjects, WireWindow } from './counters.ts';
export type { Decision, Plan } from './evaluate.ts';
export { polygonFromPolyline } from './geo.ts';
export type { PolygonFeature } from './geo.ts';
export { countLimit, moneyLimit, onceLimit } from './limit.ts';
export type { AskedOf, Limit, LimitTerms, WrittenAmount } from './limit.ts';
export { isAtMost, parseAmount } from './money.ts';
export type { Amount } from './money.ts';
export type { Box } from './area/box-index.ts';
export type { NeededTag, Needs, Span } from './needs.ts';
export { explain } from './explain.ts';
export type { Explanation, FactRead, RuleExplanation } from './explain.ts';
export { compilePortfolio, safeCompilePortfolio } from './portfolio.ts';
export type {
  CampaignDecision,
  Portfolio,
  PortfolioContext,
  PortfolioPlan,
  PortfolioPlanContext,
  PortfolioResult,
  Qualification,
  QualifyOptions,
} from './portfolio.ts';
export { notFoundView, publicView } from './public-view.ts';
export type {
  AcceptedView,
  NotFoundView,
  PublicPolicy,
  PublicView,
  RefusedView,
  UndeterminedView,
} from './public-view.ts';
export { defineRule } from './rule.ts';
export type {
  Answer,
  BoundRule,
  CategoryEntry,
  CompiledRule,
  ConfigSchema,
  Location,
  Origin,
  Redemption,
  RowSource,
  Rule,
  RuleDefinition,
  RuleEnv,
  Stage,
} from './rule.ts';
export type { JsonObject } from './snapshot.ts';
export type { Period, WeekStart } from './time/period.ts';
export { toErrorResponse } from './violation.ts';
export type { Details, ErrorResponse, Expected, PreparedViolation, Report, Violation } from './violation.ts';
export { whatIf } from './what-if.ts';
export type {
  ChangedWhatIf,
  UpcomingWindow,
  WhatIf,
  WhatIfContext,
  WhatIfOptions,
  WhatIfViolation,
} from './what-if.ts';
export type { Change } from './what-if/changes.ts';
export type { Fix } from './what-if/fixes.ts';
export type { Headroom } from './what-if/headroom.ts';
export type { Unknown } from './what-if/open-redemption.ts';
export type { Missing } from './what-if/question.ts';
