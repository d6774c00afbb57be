/**
 * The loyalty catalog: the 60 numeric codes of the published error page, in its order, messages to the letter; and,
 * apart, the codes that the platform lists under single calls only. The number is the contract. Attribute, error code
 * and class are this engine's words for it: the page has none.
 */

/**
 * What kind of fact a code tells: a `rule` decided by amounts, counts and time; a `state_gate` (something is there, but
 * switched off); an entity `not_found`; a `conflict` with what exists; wrong `input`; `scope` (whose it is, who may);
 * a `quota` that only a service can know.
 */
export type LoyaltyClass = 'rule' | 'state_gate' | 'not_found' | 'conflict' | 'input' | 'scope' | 'quota';

/** Who is known to answer with a code: a call's documentation lists it, or nothing but the code's own wording is known. */
export type Trigger = 'documented' | 'wording';

/** A message in both languages of the page. */
export interface Bilingual {
  readonly nl: string;
  readonly en: string;
}

/** One numeric code. */
export interface LoyaltyRow<Code extends number = number> {
  readonly code: Code;
  /** What it is about, in this engine's words. */
  readonly attribute: string;
  /** Its name, in this engine's words. */
  readonly error_code: string;
  /** As published; of a code outside the page, this engine's own sentence. */
  readonly message: string;
  /** The parts of a message that is published in two languages. */
  readonly messages?: Bilingual;
  readonly class: LoyaltyClass;
  readonly trigger: Trigger;
  /** Where the code is published: on the page of all errors, or under single calls alone. */
  readonly listed: 'published' | 'per_call';
}

/** The 60 published codes, in published order. */
export const loyaltyCatalog = Object.freeze([
  row(7002, 'account', 'account_inactive', 'state_gate', 'wording', 'Account inactive.'),
  row(
    55018,
    'loyalty_program',
    'loyalty_program_not_active',
    'state_gate',
    'wording',
    'Loyalty Program not active.',
  ),
  row(
    1102,
    'shop',
    'shop_not_linked_to_loyalty_program',
    'scope',
    'wording',
    'Shop not linked to a Loyalty Program.',
  ),
  row(
    1103,
    'loyalty_program',
    'loyalty_program_not_found',
    'not_found',
    'wording',
    'Loyalty Program not found.',
  ),
  row(1003, 'input', 'invalid_input', 'input', 'documented', 'Invalid input.'),
  row(55012, 'member', 'member_not_found', 'not_found', 'wording', 'Member not found.'),
  row(55031, 'contact', 'contact_not_found', 'not_found', 'documented', 'Contact not found.'),
  row(60016, 'contact', 'contact_not_anonymous', 'state_gate', 'documented', 'Contact not anonymous.'),
  row(60005, 'contact', 'contact_already_exists', 'conflict', 'documented', 'Contact already exists.'),
  row(55007, 'loyalty_card', 'loyalty_card_not_found', 'not_found', 'wording', 'Loyalty card not found.'),
  row(55032, 'user_app', 'user_app_not_found', 'not_found', 'documented', 'User app not found.'),
  row(1013, 'card', 'card_not_registered', 'not_found', 'wording', 'Card not registered.'),
  row(
    60001,
    'credit_reception',
    'credit_reception_in_progress',
    'quota',
    'documented',
    'Credit reception creating in progress.',
  ),
  row(1015, 'credits', 'maximum_credits_reached', 'rule', 'documented', 'Maximum amount of credits reached.'),
  row(1048, 'card', 'card_not_found', 'not_found', 'wording', 'This card was not found'),
  row(6003, 'reward', 'reward_not_found', 'not_found', 'documented', 'Reward not found.'),
  row(60007, 'unit', 'unit_not_found', 'not_found', 'documented', 'Unit not found.'),
  row(
    55016,
    'card',
    'card_already_linked_to_member',
    'conflict',
    'wording',
    'The card is already linked to a member.',
  ),
  row(55046, 'unit', 'no_default_unit', 'not_found', 'documented', 'No default unit found.'),
  row(55017, 'member', 'member_already_exists', 'conflict', 'wording', 'Member already exists.'),
  row(1017, 'credits', 'insufficient_credits', 'rule', 'documented', [
    'Onvoldoende punten',
    'Insufficient credits.',
  ]),
  row(
    1027,
    'pos_transaction',
    'pos_transaction_not_found',
    'not_found',
    'documented',
    'POS Transaction not found.',
  ),
  row(
    6001,
    'pos_transaction',
    'pos_transaction_already_linked',
    'conflict',
    'documented',
    'The POS transaction is already linked to a credit reception.',
  ),
  row(
    1019,
    'contact',
    'claim_limit_reached',
    'rule',
    'documented',
    'You have reached your claim limit on this reward.',
  ),
  row(1018, 'reward', 'stock_empty', 'rule', 'documented', 'The stock on this reward is empty.'),
  row(
    6007,
    'template',
    'template_lacks_replacement_variable',
    'input',
    'wording',
    'The linked template does not contain the right replacement variable.',
  ),
  row(
    1041,
    'staged_credit_reception',
    'staged_credit_reception_not_found',
    'not_found',
    'wording',
    'Staged Credit Reception not found.',
  ),
  row(
    1034,
    'staged_credit_reception',
    'staged_credit_reception_already_redeemed',
    'conflict',
    'wording',
    'Staged credit reception is already redeemed.',
  ),
  row(1008, 'shop', 'shop_not_found', 'not_found', 'documented', 'Shop not found.'),
  row(
    7011,
    'user',
    'user_without_access_to_account',
    'scope',
    'wording',
    'User has no access to this account.',
  ),
  row(5001, 'card', 'giftcard_not_found', 'not_found', 'documented', 'Giftcard not found.'),
  row(7010, 'card', 'giftcard_not_valid', 'state_gate', 'wording', 'That giftcard is not valid.'),
  row(5003, 'amount_in_cents', 'insufficient_amount', 'rule', 'documented', [
    'Het bedrag op de kaart is niet toereikend.',
    'Insufficient amount on giftcard.',
  ]),
  row(5007, 'card', 'giftcard_not_linked_to_program', 'state_gate', 'wording', [
    'Deze giftcard is niet gekoppeld aan een programma.',
    'Giftcard not linked to Giftcard Program.',
  ]),
  row(
    7015,
    'shop',
    'shop_without_access_to_giftcard_program',
    'scope',
    'wording',
    'Shop does not have access to Giftcard Program.',
  ),
  row(5006, 'card', 'giftcard_cannot_be_incremented', 'rule', 'documented', [
    'Deze giftcard kan niet opgewaardeerd worden.',
    'This giftcard cannot be incremented.',
  ]),
  row(
    1114,
    'card',
    'only_non_reincrementable_giftcards',
    'scope',
    'wording',
    'Only non re-incrementable giftcards can be used in the OAuthRoutes Clients API.',
  ),
  row(5008, 'amount_in_cents', 'maximum_amount_exceeded', 'rule', 'documented', [
    'Maximale limiet op kaart bereikt.',
    'Max amount will be exceeded.',
  ]),
  row(5002, 'card', 'giftcard_expired', 'rule', 'documented', [
    'Het bedrag op de kaart is verlopen.',
    'This giftcard has expired.',
  ]),
  row(
    55004,
    'marketing_program',
    'marketing_program_not_found',
    'not_found',
    'wording',
    'Marketing program not found.',
  ),
  row(
    55020,
    'marketing_recipient',
    'marketing_recipient_not_found',
    'not_found',
    'wording',
    'Marketing recipient not found.',
  ),
  row(
    55005,
    'marketing_program_customer',
    'marketing_program_customer_already_exists',
    'conflict',
    'wording',
    'Marketing program customer already exists.',
  ),
  row(
    55021,
    'card',
    'only_digital_giftcards',
    'input',
    'documented',
    'Only Digital giftcards can by created using the public API.',
  ),
  row(
    1028,
    'credit_reception',
    'credit_reception_not_found',
    'not_found',
    'documented',
    'Credit reception not found.',
  ),
  row(
    55024,
    'credit_reception',
    'credit_reception_of_another_shop',
    'scope',
    'documented',
    'This credit reception was not created by this shop.',
  ),
  row(1010, 'card', 'card_not_activated', 'state_gate', 'wording', [
    'Kaart is niet geactiveerd.',
    'Card is not activated.',
  ]),
  row(
    55025,
    'transaction',
    'not_the_last_transaction',
    'rule',
    'documented',
    'This is not the giftcards last transaction.',
  ),
  row(
    60003,
    'contact_identifier',
    'contact_identifier_not_found',
    'not_found',
    'documented',
    'Contact identifier not found.',
  ),
  row(
    60004,
    'contact_identifier',
    'contact_identifier_inactive',
    'state_gate',
    'documented',
    'Contact identifier inactive.',
  ),
  row(
    60006,
    'contact_identifier',
    'contact_identifier_already_exists',
    'conflict',
    'documented',
    'Contact identifier already exists.',
  ),
  row(
    60014,
    'contact_identifier',
    'contact_identifier_already_linked',
    'conflict',
    'documented',
    'Contact identifier is already linked.',
  ),
  row(
    60011,
    'contact_identifier',
    'contact_identifier_not_linked',
    'state_gate',
    'wording',
    'Contact identifier is not linked to a contact.',
  ),
  row(60009, 'attribute', 'attribute_already_exists', 'conflict', 'wording', 'Attribute already exists.'),
  row(
    55030,
    'subscription_type',
    'subscription_type_not_found',
    'not_found',
    'documented',
    'Subscription type not found.',
  ),
  row(13010, 'passcode', 'passcode_not_found', 'not_found', 'documented', 'Passcode not found.'),
  row(55045, 'unit', 'unit_already_exists', 'conflict', 'documented', 'Unit already exists.'),
  row(60013, 'model', 'model_not_found', 'not_found', 'documented', 'Model not found.'),
  row(60018, 'credits', 'credits_required_for_v1', 'input', 'wording', 'Please submit credits when using v1'),
  row(60019, 'units', 'units_required_for_v2', 'input', 'wording', 'Please submit units when using v2'),
  row(60000, 'account', 'usage_limit_reached', 'quota', 'documented', 'Usage limit reached.'),
] as const);

/**
 * Codes that calls of the platform list although the published page does not have them. Their messages are this
 * engine's own. 80300 is listed with three meanings, so that no engine could tell which.
 */
export const perCallCodes = Object.freeze([
  perCall(1000, 'base', 'internal_error', 'quota', 'An internal error occurred.'),
  perCall(1052, 'reward', 'reward_inactive', 'state_gate', 'The reward is not active.'),
  perCall(1053, 'account', 'wrong_account_secret', 'scope', 'The account secret is wrong.'),
  perCall(
    1100,
    'giftcard_program',
    'giftcard_program_not_found',
    'not_found',
    'The gift card program was not found.',
  ),
  perCall(3000, 'token', 'token_expired', 'scope', 'The token has expired.'),
  perCall(
    5010,
    'transaction',
    'giftcard_transaction_not_found',
    'not_found',
    'The gift card transaction was not found.',
  ),
  perCall(80002, 'promotion', 'promotion_not_found', 'not_found', 'The promotion was not found.'),
  perCall(80003, 'voucher', 'voucher_code_taken', 'conflict', 'The voucher code is already taken.'),
  perCall(80004, 'voucher', 'voucher_not_found', 'not_found', 'The voucher was not found.'),
  perCall(80005, 'voucher', 'voucher_already_redeemed', 'rule', 'The voucher has already been redeemed.'),
  perCall(80006, 'voucher', 'voucher_expired', 'rule', 'The voucher has expired.'),
  perCall(80008, 'promotion', 'voucher_limit_reached', 'rule', 'The promotion can issue no more vouchers.'),
  perCall(80012, 'voucher', 'voucher_deactivated', 'state_gate', 'The voucher is deactivated.'),
  perCall(80014, 'voucher', 'voucher_inactive', 'state_gate', 'The voucher is not active.'),
  perCall(80017, 'voucher', 'voucher_locked', 'state_gate', 'The voucher is locked.'),
  perCall(80019, 'times', 'too_few_redemptions_left', 'rule', 'The voucher has too few redemptions left.'),
  perCall(80020, 'promotion', 'promotion_inactive', 'state_gate', 'The promotion is not active.'),
  perCall(80300, 'reward', 'reward_missing_or_expired', 'rule', 'The reward is missing or has expired.'),
] as const);

/** A code of the published page. */
export type PublishedCode = (typeof loyaltyCatalog)[number]['code'];

/** A code that single calls list. */
export type PerCallCode = (typeof perCallCodes)[number]['code'];

/** Every code there is. */
export type LoyaltyCode = PublishedCode | PerCallCode;

/** All rows, those of the page first. */
export const allRows: readonly LoyaltyRow<LoyaltyCode>[] = [...loyaltyCatalog, ...perCallCodes];

const BY_CODE: ReadonlyMap<LoyaltyCode, LoyaltyRow<LoyaltyCode>> = new Map(
  allRows.map((row) => [row.code, row]),
);

/** The row of a code. */
export function rowOf<Code extends LoyaltyCode>(code: Code): LoyaltyRow<Code> {
  // The type has no code that the lists have not.
  return BY_CODE.get(code) as LoyaltyRow<Code>;
}

function row<const Code extends number>(
  code: Code,
  attribute: string,
  error_code: string,
  kind: LoyaltyClass,
  trigger: Trigger,
  message: string | readonly [dutch: string, english: string],
): LoyaltyRow<Code> {
  const names = { code, attribute, error_code };
  const knowledge = { class: kind, trigger, listed: 'published' } as const;
  if (typeof message === 'string') return Object.freeze({ ...names, message, ...knowledge });
  const [nl, en] = message;
  const messages = Object.freeze({ nl, en });
  return Object.freeze({ ...names, message: `${nl} | ${en}`, messages, ...knowledge });
}

function perCall<const Code extends number>(
  code: Code,
  attribute: string,
  error_code: string,
  kind: LoyaltyClass,
  message: string,
): LoyaltyRow<Code> {
  const knowledge = { class: kind, trigger: 'documented', listed: 'per_call' } as const;
  return Object.freeze({ code, attribute, error_code, message, ...knowledge });
}
