import { AppError } from '../app-error.ts';
import { decimalPlaces, isDecimal, toDecimal, type Decimal } from '../decimal.ts';
import type { InstrumentSpec } from './instrument-spec.ts';
import { formatFixed, moneyDigits } from '../margin/money.ts';

/** Converts between the decimals of an instrument and the integers that the engine counts in. */
export interface InstrumentScale {
  readonly spec: InstrumentSpec;
  /** Undefined when the price is no whole multiple of the tick, or negative. */
  ticks(price: Decimal): number | undefined;
  /** Undefined when the quantity is no whole multiple of the step, or negative. */
  lots(quantity: Decimal): number | undefined;
  price(ticks: number): Decimal;
  quantity(lots: number): Decimal;
  /** Price × quantity × contract size in the quote currency, exact. */
  value(ticks: number, lots: number): bigint;
  /** Quantity × contract size in the base currency, exact. */
  baseAmount(lots: number): bigint;
}

/** `units × 10^-digits`, such as 5 and 2 for `0.05`. */
interface Increment {
  readonly units: number;
  readonly digits: number;
}

/** The integer `n` with `n × increment = value`; undefined when there is none that a number holds exactly. */
function toMultiple(value: Decimal, increment: Increment): number | undefined {
  if (!isDecimal(value) || value.startsWith('-')) return undefined;
  const point = value.indexOf('.');
  const whole = point === -1 ? value : value.slice(0, point);
  const fraction = point === -1 ? '' : value.slice(point + 1).replace(/0+$/, '');
  if (fraction.length > increment.digits) return undefined;
  const units = Number(whole + fraction.padEnd(increment.digits, '0'));
  if (!Number.isSafeInteger(units) || units % increment.units !== 0) return undefined;
  return units / increment.units;
}

function toIncrement(decimal: Decimal): Increment {
  const canonical = toDecimal(decimal);
  return { units: Number(canonical.replace('.', '')), digits: decimalPlaces(canonical) };
}

/** Throws an AppError when a price times a quantity would be finer than money. */
export function createScale(spec: InstrumentSpec): InstrumentScale {
  const tick = toIncrement(spec.tickSize);
  const step = toIncrement(spec.stepSize);
  const contract = toIncrement(spec.contractSize);
  const digits = tick.digits + step.digits + contract.digits;
  if (digits > moneyDigits) {
    throw new AppError(
      'invalid-input',
      `${spec.id}: tick ${spec.tickSize}, step ${spec.stepSize} and contract size ${spec.contractSize} need ${digits} digits; money has ${moneyDigits}.`,
    );
  }
  const contractUnits = BigInt(contract.units);
  const baseUnit = BigInt(step.units) * contractUnits * 10n ** BigInt(moneyDigits - step.digits - contract.digits);
  const valueUnit = BigInt(tick.units) * BigInt(step.units) * contractUnits * 10n ** BigInt(moneyDigits - digits);
  return {
    spec,
    ticks: (price) => toMultiple(price, tick),
    lots: (quantity) => toMultiple(quantity, step),
    price: (ticks) => formatFixed(BigInt(ticks) * BigInt(tick.units), tick.digits),
    quantity: (lots) => formatFixed(BigInt(lots) * BigInt(step.units), step.digits),
    value: (ticks, lots) => {
      const product = ticks * lots;
      return valueUnit * (Number.isSafeInteger(product) ? BigInt(product) : BigInt(ticks) * BigInt(lots));
    },
    baseAmount: (lots) => baseUnit * BigInt(lots),
  };
}
