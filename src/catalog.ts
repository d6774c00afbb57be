/**
 * The redemption catalog: every published row, in published order, messages to the letter.
 *
 * An error code alone is not a key (`required` stands under three attributes), nor is a message (two pairs share
 * one), so a row is named by attribute and code: {@link RowKey}. `%{count}` is filled with the campaign's bound.
 */
export const catalog = Object.freeze([
  row(
    'base',
    'can_not_delete_already_confirmed',
    'Redemption was already previously confirmed and can not be updated or deleted',
  ),
  row('categories', 'missing_required_tags', 'Categories do not include any of the required tags'),
  row('categories', 'includes_forbidden_tags', 'Categories include forbidden tags'),
  row('categories', 'missing_required_category', 'Categories are missing a required category'),
  row('location', 'required', 'Location is required to redeem this voucher'),
  row('location', 'invalid', 'Location coordinates are not valid'),
  row('location', 'outside_of_permitted_areas', 'Location is outside of permitted areas'),
  row('voucher', 'not_valid_at_this_time', 'Voucher is not valid at this time'),
  row('voucher', 'unique_code_already_used', 'Voucher was already used'),
  row('campaign', 'not_active', 'Campaign is not accepting redemptions because it is not active'),
  row(
    'campaign',
    'maximum_redemptions_exceeded',
    'Campaign maximum number of redemptions for this campaign has been already reached',
  ),
  row('campaign', 'budget_exceeded', 'Campaign maximum budget has already been reached'),
  row('campaign', 'total_budget_exceeded', 'Campaign maximum budget has already been reached'),
  row('campaign', 'yearly_budget_exceeded', 'Campaign yearly budget has already been reached'),
  row('campaign', 'quarterly_budget_exceeded', 'Campaign quarterly budget has already been reached'),
  row('campaign', 'monthly_budget_exceeded', 'Campaign monthly budget has already been reached'),
  row('campaign', 'weekly_budget_exceeded', 'Campaign weekly budget has already been reached'),
  row('campaign', 'daily_budget_exceeded', 'Campaign daily budget has already been reached'),
  row('campaign', 'hourly_budget_exceeded', 'Campaign hourly budget has already been reached'),
  row('customer', 'new_customer_required', 'Customer needs to be a new customer'),
  row(
    'customer',
    'per_customer_limit_exceeded',
    'Customer has already reached maximum number of redemptions',
  ),
  row('customer', 'time_limit_expired', 'Customer can no longer reedem this discount'),
  row('customer', 'redemptions_limit_exceeded', 'Customer has already reached maximum number of redemptions'),
  row(
    'customer',
    'does_not_match_assigned_customer',
    'Customer does not match customer identifier associated with the voucher',
  ),
  row('customer', 'required', 'Customer identifier is required to redeem this voucher'),
  row('origin_redemption', 'not_original', 'Origin redemption can not be a re-redemption'),
  row('total_transaction_cost', 'not_a_number', 'Total transaction cost must be a decimal number'),
  row(
    'total_transaction_cost',
    'below_campaign_minimum',
    'Total transaction cost must be greater than or equal to the campaign minimum of %{count}',
  ),
  row(
    'total_transaction_cost',
    'above_campaign_maximum',
    'Total transaction cost must be less than or equal to the campaign maximum of %{count}',
  ),
  row('transaction_id', 'required', 'Transaction ID is required'),
  row('transaction_id', 'must_be_unique', 'Transaction ID must be unique'),
] as const);

/** One row of a catalog: which part of the redemption, which fact, and the sentence that says it. */
export interface CatalogRow<Attribute extends string = string, Code extends string = string> {
  readonly attribute: Attribute;
  readonly error_code: Code;
  readonly message: string;
}

/** The name of a row: its attribute, a dot, its error code. */
export type KeyOf<Row> = Row extends CatalogRow<infer Attribute, infer Code> ? `${Attribute}.${Code}` : never;

/** The names of the published rows; a misspelt one does not compile. */
export type RowKey = KeyOf<(typeof catalog)[number]>;

/** The attributes of the published catalog. */
export type Attribute = (typeof catalog)[number]['attribute'];

/** The error codes of the published catalog. */
export type ErrorCode = (typeof catalog)[number]['error_code'];

/** The name of a row as code uses it: `customer.required`. */
export function keyOf(row: CatalogRow): string {
  return `${row.attribute}.${row.error_code}`;
}

function row<const A extends string, const C extends string>(
  attribute: A,
  error_code: C,
  message: string,
): CatalogRow<A, C> {
  return Object.freeze({ attribute, error_code, message });
}
