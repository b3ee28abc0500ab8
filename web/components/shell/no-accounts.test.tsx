import { render, screen } from '@testing-library/react';
import type { DeskDocument, Role } from '@tapedeck/core/documents/desk-document';
import { MembershipProvider } from '@/live/desk-context.tsx';
import { NoAccounts } from './no-accounts.tsx';

const desk: DeskDocument = {
  name: 'Desk',
  members: { o: 'owner', t: 'trader', v: 'viewer' },
  people: { o: { name: 'Olivia' }, t: { name: 'Theo' }, v: { name: 'Vera' } },
  tradingState: { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: 1 },
  createdAtMs: 1,
};

function renderAs(uid: string, role: Role) {
  render(
    <MembershipProvider value={{ uid, name: uid, deskId: 'd', desk, role, deskIds: ['d'] }}>
      <NoAccounts>Figures appear with the first sync.</NoAccounts>
    </MembershipProvider>,
  );
}

describe('NoAccounts', () => {
  it('leads an owner to where an account is connected', () => {
    renderAs('o', 'owner');
    expect(screen.getByRole('link', { name: 'Connect an account' })).toHaveAttribute('href', '/settings#accounts');
    expect(screen.queryByText(/Only an owner/)).toBeNull();
  });

  it.each([
    ['t', 'trader'],
    ['v', 'viewer'],
  ] as const)('tells %s, a %s, who can connect one', (uid, role) => {
    renderAs(uid, role);
    expect(screen.getByText(/Only an owner of this desk can connect one: Olivia\./)).toBeInTheDocument();
    expect(screen.queryByRole('link')).toBeNull();
  });
});
