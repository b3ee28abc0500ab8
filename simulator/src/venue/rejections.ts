import type { Rejection, RejectCode } from '@tapedeck/core/matching/outcome';
import type { Category } from '../market/instruments.ts';
import { ApiError } from '../http/api-error.ts';

type CodePair = readonly [linear: number, spot: number, message: string];

/** Bybit's codes for what the matching engine refuses; its documentation lists them by category. */
const codes: Readonly<Record<RejectCode, CodePair>> = {
  'invalid-request': [10001, 170130, 'Request parameter error.'],
  'unknown-account': [10003, 10003, 'API key is invalid.'],
  'unknown-instrument': [10001, 170121, 'Invalid symbol.'],
  'unknown-order': [110001, 170213, 'order not exists or too late to cancel'],
  'duplicate-client-order-id': [110072, 170141, 'OrderLinkedID is duplicate'],
  'off-tick': [10001, 170134, 'Order price has too many decimals.'],
  'off-step': [10001, 170137, 'Order quantity has too many decimals.'],
  'too-small': [10001, 170136, 'The number of contracts below minimum limit allowed'],
  'too-large': [10001, 170135, 'The number of contracts exceeds maximum limit allowed'],
  'below-min-notional': [110094, 170140, 'Order does not meet minimum order value 5USDT'],
  'price-band': [110003, 170193, 'Order price exceeds the allowable range.'],
  'trigger-already-passed': [110092, 170204, 'expect Rising, but trigger_price <= current'],
  'insufficient-margin': [110007, 170131, 'ab not enough for new order'],
  'insufficient-balance': [110007, 170131, 'Insufficient balance.'],
  'reduce-only-would-increase': [110017, 110017, 'current position is zero, cannot fix reduce-only order qty'],
  'post-only-would-take': [170218, 170218, 'The LIMIT-MAKER order is rejected due to invalid price.'],
  'fok-unfillable': [170190, 170190, 'The order cannot be filled at once.'],
  'no-liquidity': [170198, 170198, 'There is nothing in the book to trade with.'],
  'position-mode-mismatch': [10001, 10001, 'position idx not match position mode'],
  'leverage-out-of-range': [110013, 110013, 'cannot set leverage due to risk limit'],
  'no-position': [10001, 10001, 'can not set tp/sl/ts for zero position'],
  'in-use': [110024, 110024, 'You have an existing position, so position mode cannot be switched'],
  'not-modified': [10001, 10001, 'not modified'],
  'not-supported': [10001, 170227, 'This feature is not supported.'],
};

/** The same refusal as the venue words it. */
export function toApiError(rejection: Rejection, category: Category): ApiError {
  const [linear, spot, message] = codes[rejection.code];
  return new ApiError(category === 'spot' ? spot : linear, `${message} (${rejection.message})`);
}

/** Refusals that the venue does not answer with: it takes the order, and cancels it on the stream. */
export const laterRefusals: Partial<Record<RejectCode, string>> = {
  'post-only-would-take': 'EC_PostOnlyWillTakeLiquidity',
  'fok-unfillable': 'EC_NoImmediateQtyToFill',
  'no-liquidity': 'EC_NoImmediateQtyToFill',
};
