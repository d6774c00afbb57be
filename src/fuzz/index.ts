export { campaignConfigs } from './configs/campaigns.ts';
export type { CampaignConfig } from './configs/campaigns.ts';
export { invalidConfigs } from './configs/invalid.ts';
export type { InvalidConfig } from './configs/invalid.ts';
export { ruleConfigs } from './configs/rules.ts';
export type { RuleConfig } from './configs/rules.ts';
export { contexts, contextsFor } from './contexts.ts';
export type { AimedOptions, ContextOptions, GeneralOptions } from './contexts.ts';
export { fuzzCampaign } from './fuzz-campaign.ts';
export type { FuzzOptions } from './fuzz-campaign.ts';
export { hostileRedemptions } from './hostile-redemptions.ts';
export type { Sent } from './hostile-redemptions.ts';
export type { OwnFields } from './own-fields.ts';
export type {
  AcceptedContext,
  BrokenLaw,
  DecisionTimes,
  FuzzReport,
  LawAsked,
  Reached,
  RowPair,
  RowReached,
} from './report.ts';
export type { WireContext, WireExisting, WireOrigin, WireUsage } from './wire-context.ts';
