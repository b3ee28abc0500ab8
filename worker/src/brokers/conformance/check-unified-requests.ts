import type { OrderPlacement } from '../trading-port.ts';
import { UnifiedOrders } from '../unified/unified-orders.ts';
import { UnifiedTrading } from '../unified/unified-trading.ts';
import { profileOf } from '../unified/venue-profile.ts';
import { isRecord } from './json.ts';
import type { RecordedCase, RecordedExchange, SentRequest } from './recorded-exchange.ts';

const ownId = 'td0123456789abcdefghijklmnopqrst';
/** Fields by which a request names the order: ours is there, the recorded one is another. */
const idFields = ['newClientOrderId', 'clOrdId', 'cl_ord_id', 'clientAlgoId', 'algoClOrdId'];
const volatile = ['signature', 'timestamp', 'recvWindow', 'nonce', 'deadline', 'tag', ...idFields];

/** Whether what of ours makes a recorded request makes just that; `undefined` for what Tapedeck does not ask for. */
export function checkRequest(recorded: RecordedExchange, found: RecordedCase): Promise<string | undefined> | undefined {
  const act = toAct(recorded, found);
  if (!act || found.url === undefined) return undefined;
  const wanted = { url: found.url, body: toText(found.output) };
  return recorded.capture(act).then((sent) => compareRequests(sent, wanted, found, recorded.skipped));
}

/** What of ours makes the request of a recording. */
function toAct(recorded: RecordedExchange, { method, input }: RecordedCase): (() => Promise<unknown>) | undefined {
  const { client, book } = recorded;
  const profile = profileOf(client.exchange.id);
  const access = { client, book: () => book, onRefused: () => undefined };
  if (!profile) return undefined;
  const orders = new UnifiedOrders(access);
  const trading = new UnifiedTrading({ ...access, profile, orders, symbols: () => Promise.resolve([]) });
  const instrumentOf = (symbol: unknown) =>
    [...book.byId.keys()].find((id) => book.find(id, client.exchange.id).symbol === symbol);
  if (method === 'createOrder') {
    const placement = toPlacement(input, instrumentOf(input[0]));
    return placement && (() => trading.placeOrder(placement));
  }
  const [first, second, ...more] = input;
  const plain = more.length === 0;
  const instrumentId = instrumentOf(method === 'fetchOpenOrders' ? first : second);
  if (instrumentId === undefined || !plain) return undefined;
  const reference = { instrumentId, venueOrderId: String(first) };
  if (method === 'cancelOrder') return () => trading.cancelOrder(reference);
  if (method === 'fetchOrder') return () => trading.fetchOrder(reference);
  if (method === 'setLeverage') return () => trading.setLeverage(instrumentId, String(first));
  if (method === 'fetchOpenOrders') return () => orders.fetchOpen(String(first));
  return undefined;
}

const knownParams = ['postOnly', 'reduceOnly', 'timeInForce', 'hedged', 'stopLossPrice', 'takeProfitPrice'];

/** The recorded order in our words; `undefined` where we have none for it, or send it nowhere. */
function toPlacement(input: readonly unknown[], instrumentId: string | undefined): OrderPlacement | undefined {
  const [, kind, side, amount, price, given] = input;
  const params = isRecord(given) ? given : {};
  const { stopLossPrice, takeProfitPrice, timeInForce, hedged, reduceOnly, postOnly } = params;
  const spot = instrumentId?.endsWith('-SPOT') === true;
  const limited = kind === 'limit';
  const triggered = stopLossPrice !== undefined || takeProfitPrice !== undefined;
  const known = Object.keys(params).every((name) => knownParams.includes(name));
  const priced = limited === (price !== undefined && price !== null);
  if (instrumentId === undefined || !known || !priced || (side !== 'buy' && side !== 'sell')) return undefined;
  // Spot orders that reduce and targets with a price are not among our orders.
  if ((spot && reduceOnly === true) || (limited && takeProfitPrice !== undefined)) return undefined;
  const stopType = limited ? 'stop-limit' : stopLossPrice === undefined ? 'take-profit' : 'stop';
  const closes = reduceOnly === true;
  const named = timeInForce === 'IOC' || timeInForce === 'FOK' ? timeInForce : undefined;
  return {
    clientOrderId: ownId,
    instrumentId,
    side,
    type: triggered ? stopType : limited ? 'limit' : 'market',
    timeInForce: postOnly === true ? 'post-only' : (named ?? (limited ? 'GTC' : 'IOC')),
    quantity: String(amount),
    limitPrice: limited ? String(price) : undefined,
    triggerPrice: triggered ? String(stopLossPrice ?? takeProfitPrice) : undefined,
    reduceOnly: closes,
    slot: hedged === true ? ((side === 'buy') === closes ? 'short' : 'long') : 'net',
  };
}

function compareRequests(
  sent: SentRequest,
  wanted: SentRequest,
  { method }: RecordedCase,
  skipped: readonly string[],
): string | undefined {
  const ours = toFields(sent, skipped);
  const theirs = toFields(wanted, skipped);
  if (ours.path !== theirs.path) return `asks ${ours.path}, recorded is ${theirs.path}`;
  const difference = [...new Set([...Object.keys(ours.fields), ...Object.keys(theirs.fields)])].find(
    (name) => ours.fields[name] !== theirs.fields[name],
  );
  if (difference !== undefined) {
    return `${difference} is ${ours.fields[difference] ?? 'absent'}, recorded is ${theirs.fields[difference] ?? 'absent'}`;
  }
  if (method === 'createOrder' && !ours.hasId) return 'is sent without our client order id';
  return undefined;
}

function toFields({ url, body }: SentRequest, skipped: readonly string[]) {
  const { pathname, searchParams } = new URL(url);
  const fields: Record<string, string> = Object.fromEntries(searchParams);
  const text = body ?? '';
  if (/^\s*[[{]/.test(text)) {
    const parsed: unknown = JSON.parse(text);
    const row: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
    for (const [name, value] of Object.entries(isRecord(row) ? row : {})) fields[name] = String(value);
  } else for (const [name, value] of new URLSearchParams(text)) fields[name] = value;
  const hasId = idFields.some((name) => fields[name] !== undefined && /^(?:td|[0-9a-f]{32}$)/.test(fields[name]));
  for (const name of [...volatile, ...skipped]) delete fields[name];
  // Which of a venue's hosts was recorded is not what is compared.
  return { path: pathname, fields, hasId };
}

function toText(output: unknown): string | undefined {
  if (typeof output === 'string') return output;
  return output === undefined || output === null ? undefined : JSON.stringify(output);
}
