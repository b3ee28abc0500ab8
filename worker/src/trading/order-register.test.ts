import { AppError, type OrderDocument } from '@tapedeck/core';
import type { VenueOrder } from '../brokers/trading-port.ts';
import { OrderRegister } from './order-register.ts';

function orderOf(venueOrderId: string): VenueOrder {
  return {
    order: {
      venueOrderId,
      instrumentId: 'BTC-USDT-PERP',
      side: 'buy',
      type: 'market',
      slot: 'net',
      timeInForce: 'IOC',
      quantity: '0.1',
      filledQuantity: '0.1',
      averageFillPrice: '50000',
      reduceOnly: false,
      status: 'filled',
      createdAtMs: 1,
      updatedAtMs: 1,
    },
  };
}

function open() {
  const questions: (readonly string[])[] = [];
  const answers: ((stored: readonly OrderDocument[] | AppError) => void)[] = [];
  const changes: string[] = [];
  const register = new OrderRegister({
    accountId: 'main',
    findStored: (ids) => {
      questions.push(ids);
      return new Promise((resolve, reject) =>
        answers.push((stored) => (stored instanceof AppError ? reject(stored) : resolve(stored))),
      );
    },
    onChange: ({ record }) => changes.push(String(record.venueOrderId)),
    onConflict: () => {},
  });
  return { register, questions, answers, changes };
}

/** Ids of orders made elsewhere are hashes, which take their time. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

it('asks the store once for all orders that came while it was being asked', async () => {
  const { register, questions, answers, changes } = open();
  const taken = Array.from({ length: 40 }, (_, index) => register.takeOrders([orderOf(`v-${index}`)], 2));
  await until(() => questions.length === 1);
  answers[0]?.([]);
  await until(() => questions.length === 2);
  expect(questions.map((ids) => ids.length)).toEqual([1, 39]);
  answers[1]?.([]);
  await Promise.all(taken);
  expect(changes).toEqual(Array.from({ length: 40 }, (_, index) => `v-${index}`));
});

it('tells those that it could not look up, and goes on with the next', async () => {
  const { register, answers, changes } = open();
  const lost = register.takeOrders([orderOf('v-1')], 2);
  await until(() => answers.length === 1);
  const taken = register.takeOrders([orderOf('v-2'), orderOf('v-2')], 2);
  answers[0]?.(new AppError('retryable', 'Firestore is away.'));
  await expect(lost).rejects.toThrow('Firestore is away.');
  await until(() => answers.length === 2);
  answers[1]?.([]);
  await taken;
  expect(changes).toEqual(['v-2']);
});
