export { loyaltyCatalog, perCallCodes } from './catalog.ts';
export type {
  Bilingual,
  LoyaltyClass,
  LoyaltyCode,
  LoyaltyRow,
  PerCallCode,
  PublishedCode,
  Trigger,
} from './catalog.ts';
export { compileLoyalty, LoyaltyConfigError, safeCompileLoyalty } from './compile.ts';
export type { LoyaltyCompileResult, LoyaltyRules } from './compile.ts';
export type {
  CreditProgramContext,
  GiftCardContext,
  GiftCardFacts,
  InstantFact,
  LoyaltyContext,
  LoyaltyPlanContext,
  LoyaltyVoucherContext,
  RewardContext,
  VoucherStatus,
} from './contexts.ts';
export type { LoyaltyClaim } from './counters.ts';
export { defaultPrecedence, toEnvelope } from './envelope.ts';
export type { Coded, Envelope, Enveloped, EnvelopeOptions } from './envelope.ts';
export type { LoyaltyDecision } from './evaluate.ts';
export { fromRedemption } from './from-redemption.ts';
export type { MappedDecision, MappedViolation, Mapping, MappingOptions } from './from-redemption.ts';
export { violationOf } from './violation.ts';
export type { HostViolation, LoyaltyViolation } from './violation.ts';
