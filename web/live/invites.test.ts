import type { InviteDocument } from '@tapedeck/core/documents/trading-documents';
import { parseInviteLink, toOpenInvites } from './invites.ts';

const token = 'a'.repeat(43);

describe('parseInviteLink', () => {
  it('reads what the link holds', () => {
    expect(parseInviteLink(`?desk=demo&invite=i-1&token=${token}`)).toEqual({ deskId: 'demo', inviteId: 'i-1', token });
  });

  it.each([
    '',
    `?invite=i-1&token=${token}`,
    `?desk=demo&token=${token}`,
    '?desk=demo&invite=i-1&token=short',
    `?desk=${'d'.repeat(200)}&invite=i-1&token=${token}`,
  ])('is nothing for %j', (search) => {
    expect(parseInviteLink(search)).toBeUndefined();
  });
});

describe('toOpenInvites', () => {
  it('leaves out what has expired and puts the newest first', () => {
    const invite = (createdAtMs: number, expiresAtMs: number) => ({
      id: `i${createdAtMs}`,
      data: { createdAtMs, expiresAtMs } as InviteDocument,
    });
    const open = toOpenInvites([invite(1, 100), invite(2, 5), invite(3, 100)], 10);
    expect(open.map(({ id }) => id)).toEqual(['i3', 'i1']);
  });
});
