import { hasOrderEnded, isZero, type AppError } from '@tapedeck/core';
import { readEach } from '../bybit-messages.ts';
import { orderRowSchema } from '../bybit-trading-wire.ts';
import { readWire } from '../bybit-wire.ts';
import type { InstrumentBook } from '../instrument-book.ts';
import { toVenueOrder } from '../order-mapper.ts';
import type { VenueOrder } from '../trading-port.ts';
import { isRecord, textOf, type JsonRecord } from './json.ts';
import type { Tally } from './tally.ts';

const ended = ['Filled', 'Cancelled', 'Rejected', 'Deactivated', 'PartiallyFilledCanceled'];
const stopsOfPositions = ['StopLoss', 'TakeProfit', 'TrailingStop', 'PartialStopLoss', 'PartialTakeProfit'];

/** Each row becomes one order, none for the waiting stop of a position, or is refused where we do not trade its kind. */
export function checkOrders(
  rows: readonly unknown[],
  category: string | undefined,
  instruments: InstrumentBook,
  tally: Tally,
): void {
  for (const row of rows.filter(isRecord)) {
    const refused: AppError[] = [];
    const context = { instruments, category: category ?? 'linear' };
    const [found] = readEach(
      [row],
      (raw) => toVenueOrder(readWire(orderRowSchema, raw, 'Order'), context),
      (error) => refused.push(error),
    );
    const name = String(row['orderId']);
    const kind = textOf(row, 'category') ?? category ?? 'linear';
    if (kind !== 'linear' && kind !== 'spot') {
      tally.equal(`${name} is refused for its kind`, refused[0]?.message.includes(kind), true);
      tally.refused++;
      continue;
    }
    tally.equal(`${name} refusal`, refused[0]?.message, undefined);
    const waits = row['orderStatus'] === 'Untriggered' || row['orderStatus'] === 'Deactivated';
    const passedOver = waits && stopsOfPositions.includes(textOf(row, 'stopOrderType') ?? '');
    tally.equal(`${name} is told`, found !== undefined, !passedOver);
    if (found) checkOrder(name, row, found, tally);
    if (found) tally.mapped++;
    else tally.passedOver++;
  }
}

function checkOrder(name: string, row: JsonRecord, { clientOrderId, order }: VenueOrder, tally: Tally): void {
  const price = (field: string) => {
    const text = textOf(row, field);
    return text === undefined || isZero(text) ? undefined : text;
  };
  tally.equal(`${name} id`, order.venueOrderId, name);
  tally.equal(`${name} client order`, clientOrderId, textOf(row, 'orderLinkId'));
  tally.equal(`${name} side`, order.side, String(row['side']).toLowerCase());
  tally.equal(`${name} ended`, hasOrderEnded(order.status), ended.includes(String(row['orderStatus'])));
  tally.equal(`${name} waits`, order.status === 'untriggered', row['orderStatus'] === 'Untriggered');
  tally.equal(`${name} changed`, order.updatedAtMs, Number(row['updatedTime']));
  tally.equal(`${name} reduces only`, order.reduceOnly, row['reduceOnly'] === true);
  tally.amount(`${name} quantity`, order.quantity, textOf(row, 'qty'));
  tally.amount(`${name} filled`, order.filledQuantity, textOf(row, 'cumExecQty') ?? '0');
  tally.amount(`${name} average`, order.averageFillPrice, price('avgPrice'));
  tally.amount(`${name} trigger`, order.triggerPrice, price('triggerPrice'));
  tally.amount(`${name} limit`, order.limitPrice, row['orderType'] === 'Limit' ? price('price') : undefined);
  if (row['orderType'] !== 'Market' || order.triggerPrice === undefined) return;
  // A buy that fires on a rise follows the market, as a sell does that fires on a fall.
  const follows = (row['side'] === 'Buy') === (row['triggerDirection'] === 1);
  tally.equal(`${name} type`, order.type, follows ? 'stop' : 'take-profit');
}
