import { fireEvent, render, screen, within } from '@testing-library/react';
import type { DeskDocument, Role } from '@tapedeck/core/documents/desk-document';
import type { CommandLife } from '@/live/command-life.ts';
import { MembersCard } from './members-card.tsx';

const desk = {
  name: 'Demo desk',
  members: { ann: 'owner', bob: 'trader', cat: 'owner' },
  people: { ann: { name: 'Ann' }, bob: { name: 'Bob', email: 'bob@example.com' }, cat: { name: 'Cat' } },
} as unknown as DeskDocument;
const link = 'http://desk.example/invite?desk=demo&invite=i&token=t';
const backend: { sent: unknown[]; role: Role; life: CommandLife | undefined } = {
  sent: [],
  role: 'owner',
  life: undefined,
};

jest.mock('@/live/desk-context.tsx', () => ({
  useMembership: () => ({ deskId: 'demo', uid: 'ann', role: backend.role, desk, deskIds: ['demo'] }),
}));
jest.mock('@/live/desk-command-access.ts', () => ({ useDeskCommandOffReason: () => undefined }));
jest.mock('@/live/presence.ts', () => ({
  usePresence: () => [{ uid: 'bob', name: 'Bob', page: '/positions', isMe: false }],
}));
jest.mock('@/live/invites.ts', () => ({
  useOpenInvites: () => ({
    status: 'success',
    saved: false,
    data: [{ id: 'i-1', email: 'dee@example.com', role: 'viewer', by: { uid: 'ann', name: 'Ann' }, expiresAtMs: 0 }],
  }),
}));
jest.mock('@/live/commands.ts', () => ({
  sendCommand: (_deskId: string, type: string, payload: unknown) => {
    backend.sent.push({ type, payload });
    return 'c-1';
  },
  useCommand: (id: string | undefined) => (id === undefined ? undefined : backend.life),
}));

const click = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const choose = (member: string, item: string) => {
  fireEvent.keyDown(screen.getByRole('button', { name: `Manage ${member}` }), { key: 'Enter' });
  fireEvent.click(screen.getByRole('menuitem', { name: item }));
};

beforeEach(() => {
  Object.assign(backend, { sent: [], role: 'owner', life: undefined });
});

describe('MembersCard', () => {
  it('lists everybody, owners first, and who watches which page', () => {
    render(<MembersCard />);
    const rows = screen.getAllByTestId('member').map((row) => row.textContent);
    expect(rows.map((text) => /Ann|Bob|Cat/.exec(text)?.[0])).toEqual(['Ann', 'Cat', 'Bob']);
    expect(rows[2]).toContain('Watching Positions');
    expect(rows[0]).toContain('Not watching');
  });

  it('removes a trader in two steps', () => {
    render(<MembersCard />);
    choose('Bob', 'Remove…');
    expect(backend.sent).toEqual([]);
    click('Remove');
    expect(backend.sent).toEqual([{ type: 'removeMember', payload: { uid: 'bob' } }]);
  });

  it('removes an owner only once the name is typed', () => {
    render(<MembersCard />);
    choose('Cat', 'Remove…');
    click('Remove');
    expect(backend.sent).toEqual([]);
    fireEvent.change(screen.getByLabelText(/Type/), { target: { value: 'Cat' } });
    click('Remove');
    expect(backend.sent).toEqual([{ type: 'removeMember', payload: { uid: 'cat' } }]);
  });

  it('changes a role after saying what it means', () => {
    render(<MembersCard />);
    choose('Bob', 'Make viewer…');
    expect(screen.getByText(/A viewer sees, and changes nothing/)).toBeInTheDocument();
    click('Make viewer');
    expect(backend.sent).toEqual([{ type: 'changeRole', payload: { uid: 'bob', role: 'viewer' } }]);
  });

  it('shows the link that the answer brings, and withdraws what is open', () => {
    backend.life = { id: 'c-1', type: 'inviteMember', stage: 'succeeded', sentAtMs: 0, once: { link } };
    render(<MembersCard />);
    const form = screen.getByRole('form', { name: 'Invite a member' });
    click('Invite');
    expect(screen.getByText(/Enter an e-mail address/)).toBeInTheDocument();
    fireEvent.change(within(form).getByLabelText('E-mail'), { target: { value: ' eve@example.com ' } });
    click('Invite');
    expect(screen.getByLabelText('Link for eve@example.com')).toHaveValue(link);
    click('Withdraw the invitation of dee@example.com');
    expect(backend.sent).toEqual([
      { type: 'inviteMember', payload: { email: 'eve@example.com', role: 'trader' } },
      { type: 'withdrawInvite', payload: { inviteId: 'i-1' } },
    ]);
  });

  it('offers a trader nothing to manage', () => {
    backend.role = 'trader';
    render(<MembersCard />);
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
    expect(screen.getByText(/Owners invite/)).toBeInTheDocument();
  });
});
