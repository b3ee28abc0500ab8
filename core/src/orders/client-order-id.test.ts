import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isOwnClientOrderId, toClientOrderId, toExternalOrderId } from './client-order-id.ts';

const origin = { deskId: 'demo', accountId: 'main', commandId: '3f0e1c6e-8a0f-4f6e-9d2f-0a1b2c3d4e5f', part: 0 };

describe('a client order id', () => {
  it('is always the same for the same command', async () => {
    const id = await toClientOrderId(origin);
    expect(await toClientOrderId({ ...origin })).toBe(id);
    expect(id).toBe('td8zceuvgzmk935mwssqw4aorm64js9z');
  });

  it('fits every venue and is known as our own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 16, maxLength: 64 }), fc.nat(50), async (commandId, part) => {
        const id = await toClientOrderId({ ...origin, commandId, part });
        expect(id).toMatch(/^[a-z0-9]{32}$/);
        expect(isOwnClientOrderId(id)).toBe(true);
      }),
    );
    expect(isOwnClientOrderId('5cf98598-39a7-459e-97bf-76ca765ee020')).toBe(false);
  });

  it('differs by desk, account, command and part', async () => {
    const origins = [
      origin,
      { ...origin, deskId: 'other' },
      { ...origin, accountId: 'swing' },
      { ...origin, commandId: `${origin.commandId}0` },
      { ...origin, part: 1 },
    ];
    const ids = await Promise.all(origins.map(toClientOrderId));
    expect(new Set(ids).size).toBe(origins.length);
  });

  it('is made for an order from elsewhere that has none, and is not taken for ours', async () => {
    const id = await toExternalOrderId('main', '5cf98598-39a7-459e-97bf-76ca765ee020');
    expect(id).toMatch(/^ext-[a-z0-9]{30}$/);
    expect(isOwnClientOrderId(id)).toBe(false);
  });
});
