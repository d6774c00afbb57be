// What the command is asked to do, as `arguments.ts` reads it.

import type { PlausibleOptions, ReplayOptions } from '../simulate/index.ts';
import type { CommandName } from './arguments.ts';

export const FORMATS = ['text', 'json', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

export interface EvaluateRequest {
  readonly command: 'evaluate';
  readonly campaign: string;
  readonly contexts: string;
  /** `undefined` where none is named: the contexts decide. */
  readonly format: Format | undefined;
  readonly assumeUnused: boolean;
}

export type PlanRequest = Omit<EvaluateRequest, 'command' | 'assumeUnused'> & { readonly command: 'plan' };

export interface WhatIfRequest {
  readonly command: 'what-if';
  readonly campaign: string;
  readonly context: string;
  /** As they were written, in order: `path=value`. */
  readonly set: readonly string[];
  /** Paths of what is taken away, after that. */
  readonly unset: readonly string[];
  readonly explain: boolean;
  readonly assumeUnused: boolean;
  readonly format: Format | undefined;
}

export interface FuzzRequest {
  readonly command: 'fuzz';
  readonly campaign: string;
  /** `undefined` where the default is meant. */
  readonly runs: number | undefined;
  readonly seed: number | undefined;
  /** JSON has the times of decisions, too. */
  readonly timing: boolean;
  readonly format: Format | undefined;
}

/** Orders to be made for a demo. */
export type PlausibleRequest = PlausibleOptions;

/** How orders are gathered over time. */
export type TallyPeriod = NonNullable<ReplayOptions['period']>;

export interface SimulateRequest {
  readonly command: 'simulate';
  readonly campaign: string;
  /** `undefined` where orders are to be made. */
  readonly orders: string | undefined;
  readonly generate: PlausibleRequest | undefined;
  readonly against: string | undefined;
  readonly period: TallyPeriod | undefined;
  /** The file for the page. */
  readonly html: string | undefined;
  readonly format: Format | undefined;
}

export interface QualifyRequest {
  readonly command: 'qualify';
  /** At least one. */
  readonly campaigns: readonly string[];
  readonly context: string;
  readonly explain: boolean;
  readonly assumeUnused: boolean;
  readonly format: Format | undefined;
}

export interface LintRequest {
  readonly command: 'lint';
  /** At least one. */
  readonly campaigns: readonly string[];
  /** An instant, as it was written. */
  readonly at: string | undefined;
  readonly format: Format | undefined;
}

export const CATALOGS = ['redemption', 'loyalty'] as const;

/** To print a published list. */
export interface CatalogRequest {
  readonly command: 'catalog';
  readonly catalog: (typeof CATALOGS)[number];
  readonly format: Format | undefined;
}

export interface SchemaRequest {
  readonly command: 'schema';
  readonly format: Format | undefined;
}

export type Request =
  | EvaluateRequest
  | PlanRequest
  | WhatIfRequest
  | FuzzRequest
  | SimulateRequest
  | QualifyRequest
  | LintRequest
  | CatalogRequest
  | SchemaRequest
  | { readonly command: 'help'; readonly of: CommandName | undefined }
  | { readonly command: 'version' };
