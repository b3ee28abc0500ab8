import { toReadable } from './readable.ts';

describe('toReadable', () => {
  it('names instruments and rounds amounts', () => {
    expect(toReadable('Main: Long BTC-USDT-PERP closed. Quantity 0.15 at 96412.3, result -12.345678 USDT.')).toBe(
      'Main: Long BTC-USDT perpetual closed. Quantity 0.15 at 96412.3, result −12.35 USDT.',
    );
    expect(toReadable('Bought 1000PEPE-USDT-SPOT for 1234567.891 USDC')).toBe(
      'Bought 1000PEPE-USDT spot for 1,234,567.89 USDC',
    );
  });

  it('leaves alone what is formatted already, and what is neither', () => {
    const formatted = 'The order is worth 12,500.00 USDT; the limit of one order is 25,000.00 USDT.';
    expect(toReadable(formatted)).toBe(formatted);
    expect(toReadable('Olivia opened v1-2.5 of this desk at 14:03.')).toBe(
      'Olivia opened v1-2.5 of this desk at 14:03.',
    );
  });
});
