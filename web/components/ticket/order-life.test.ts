import { commandStatuses } from '@tapedeck/core/commands/command-status';
import { orderStatuses } from '@tapedeck/core/model/order';
import { followStatus, noteSilence, startCommand } from '@/live/command-life.ts';
import { orderLifeOf } from './order-life.ts';

const sent = startCommand('0123456789abcdef', 'placeOrder', 0);
const at = (status: (typeof commandStatuses)[number], error?: string) =>
  followStatus(sent, { status, ...(error ? { error: { code: 'rejected', message: error } } : {}) } as never);
const order = (status: (typeof orderStatuses)[number], parts: object = {}) => ({
  status,
  quantity: '0.5',
  filledQuantity: '0',
  ...parts,
});

describe('the life of an order', () => {
  it('follows its command until the venue has it', () => {
    const titles = [sent, noteSilence(sent), ...commandStatuses.map((status) => at(status))].map(
      (life) => orderLifeOf(life, undefined).title,
    );
    expect(titles).toEqual([
      'Sending',
      'Not confirmed',
      'Accepted (01234567)',
      'Accepted (01234567)',
      'Waits for approval',
      'Executing',
      'Unknown',
      'At broker',
      'Failed',
      'Rejected',
      'Expired',
    ]);
  });

  it('follows the order itself from then on', () => {
    const lifeAt = (status: (typeof orderStatuses)[number]) => orderLifeOf(at('succeeded'), order(status)).title;
    expect(orderStatuses.map(lifeAt)).toEqual([
      'At broker',
      'At broker',
      'At broker',
      'Partly filled',
      'Filled',
      'Cancelled',
      'Rejected',
      'Expired',
      'Unknown',
    ]);
  });

  it('says what was filled and at which price', () => {
    const life = orderLifeOf(
      at('succeeded'),
      order('partly-filled', { filledQuantity: '0.2', averageFillPrice: '49000.5' }),
    );
    expect(life).toMatchObject({ detail: '0.2 of 0.5 filled at 49000.5.', isOver: false });
  });

  it('does not call a cancelled order that was partly filled a failure', () => {
    const life = orderLifeOf(at('succeeded'), order('cancelled', { filledQuantity: '0.2' }));
    expect(life).toMatchObject({ title: 'Partly filled, the rest cancelled', outlook: 'good', isOver: true });
  });

  it('says why it was refused', () => {
    expect(orderLifeOf(at('rejected', 'Margin 120.00 USDT short.'), undefined).detail).toBe(
      'Margin 120.00 USDT short.',
    );
    const reason = { code: '110007', message: 'Insufficient balance.' };
    expect(orderLifeOf(at('rejected'), order('rejected', { reason })).detail).toBe('Insufficient balance.');
  });
});
