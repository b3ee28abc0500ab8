import type { TradingCommandName } from '@tapedeck/core';
import {
  confirmLeverage,
  confirmPositionMode,
  confirmStops,
  setLeverage,
  setPositionMode,
  setStops,
} from '../../trading/actions/account-settings.ts';
import { amendOrder, confirmAmended } from '../../trading/actions/amend-order.ts';
import { cancelAll, cancelOrder } from '../../trading/actions/cancel-orders.ts';
import { placeOrder } from '../../trading/actions/place-order.ts';
import { closePosition, reversePosition } from '../../trading/actions/position-orders.ts';
import { recoverOrder, recoverOrders, recoverReversal } from '../../trading/actions/recover-orders.ts';
import type { CommandHandler } from './command-handler.ts';

type TradingHandlers = { readonly [Name in TradingCommandName]: CommandHandler<Name> };

/** What acts on a venue. */
export const tradingHandlers: TradingHandlers = {
  placeOrder: (payload, { session, ticket }) => placeOrder(session.trading, payload, ticket),
  amendOrder: (payload, { session, ticket }) => amendOrder(session.trading, payload, ticket),
  cancelOrder: (payload, { session, ticket }) => cancelOrder(session.trading, payload, ticket),
  cancelAll: (payload, { session, ticket }) => cancelAll(session.trading, payload, ticket),
  closePosition: (payload, { session, ticket }) => closePosition(session.trading, payload, ticket),
  reversePosition: (payload, { session, ticket }) => reversePosition(session.trading, payload, ticket),
  setStops: (payload, { session, ticket }) => setStops(session.trading, payload, ticket),
  setLeverage: (payload, { session, ticket }) => setLeverage(session.trading, payload, ticket),
  setPositionMode: (payload, { session, ticket }) => setPositionMode(session.trading, payload, ticket),
};

/** How a command ends that a worker before this one had begun: orders and settings are looked up, cancels are sent again. */
export const tradingRecoveries: TradingHandlers = {
  placeOrder: (_payload, { session, ticket }) => recoverOrder(session.trading, ticket),
  closePosition: (_payload, { session, ticket }) => recoverOrders(session.trading, ticket),
  reversePosition: (_payload, { session, ticket }) => recoverReversal(session.trading, ticket),
  amendOrder: (payload, { session }) => confirmAmended(session.trading, payload),
  cancelOrder: tradingHandlers.cancelOrder,
  cancelAll: tradingHandlers.cancelAll,
  setStops: (payload, { session }) => confirmStops(session.trading, payload),
  setLeverage: (payload, { session }) => confirmLeverage(session.trading, payload),
  setPositionMode: (payload, { session }) => confirmPositionMode(session.trading, payload),
};
