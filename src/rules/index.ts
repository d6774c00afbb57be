import { allOf } from './all-of.ts';
import { anyOf } from './any-of.ts';
import { area } from './area.ts';
import { assignedCustomer } from './assigned-customer.ts';
import { budget } from './budget.ts';
import { category } from './category.ts';
import { costFormat } from './cost-format.ts';
import { locationFormat } from './location-format.ts';
import { maxRedemptions } from './max-redemptions.ts';
import { maxTotalBudget } from './max-total-budget.ts';
import { newCustomer } from './new-customer.ts';
import { perCustomer } from './per-customer.ts';
import { status } from './status.ts';
import { subscription } from './subscription.ts';
import { timeFrame } from './time-frame.ts';
import { timeOfOrder } from './time-of-order.ts';
import { transactionCost } from './transaction-cost.ts';
import { transactionId } from './transaction-id.ts';
import { uniqueCode } from './unique-code.ts';

/** The registry: every rule of the engine, one line each. The order within a place is the order of telling. */
export const registry = [
  transactionId,
  costFormat,
  locationFormat,
  assignedCustomer,

  status,
  maxRedemptions,
  maxTotalBudget,
  uniqueCode,

  timeFrame,
  timeOfOrder,
  area,
  budget,
  transactionCost,
  perCustomer,
  newCustomer,
  subscription,
  category,
  anyOf,
  allOf,
] as const;
