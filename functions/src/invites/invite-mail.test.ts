import { toInviteLink, toInviteMail, type Invitation } from './invite-mail.ts';

const link = toInviteLink('https://desk.example.com', { deskId: 'd', inviteId: 'i', token: 't' });
const invitation: Invitation = {
  email: 'bo@example.com',
  role: 'viewer',
  deskName: "Ada's desk",
  inviterName: 'Ada',
  link,
  expiresAtMs: Date.UTC(2026, 10, 28),
};

test('a mail says who invites to what, what that allows and until when, with the link in both forms', () => {
  expect(toInviteMail(invitation)).toEqual({
    to: ['bo@example.com'],
    message: {
      subject: 'Ada invites you to "Ada\'s desk" on Tapedeck',
      text:
        'Ada invites you to "Ada\'s desk" on Tapedeck as viewer: you can watch, without trading.\n\n' +
        'https://desk.example.com/invite?desk=d&invite=i&token=t\n\n' +
        'The link is good until 2026-11-28 (UTC), once, for bo@example.com alone. If you do not know Ada, leave it.\n',
      html: expect.stringContaining('<a href="https://desk.example.com/invite?desk=d&amp;invite=i&amp;token=t">'),
    },
  });
});

test('names of people and desks are neither markup nor lines of their own', () => {
  const { subject, html } = toInviteMail({
    ...invitation,
    inviterName: 'Mallory\r\nBcc: all@example.com',
    deskName: '<img src="x" onerror="alert(1)">',
  }).message;
  expect(subject).toBe('Mallory Bcc: all@example.com invites you to "<img src="x" onerror="alert(1)">" on Tapedeck');
  expect(html).not.toContain('<img');
});
