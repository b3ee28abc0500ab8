import type { Role } from '@tapedeck/core';

/** `mail/{id}`: the convention of Firebase's "Trigger Email" extension, which sends what is created there. */
export interface MailDocument {
  readonly to: readonly string[];
  readonly message: { readonly subject: string; readonly text: string; readonly html: string };
}

export interface Invitation {
  readonly email: string;
  readonly role: Role;
  readonly deskName: string;
  readonly inviterName: string;
  readonly link: string;
  readonly expiresAtMs: number;
}

const can: Record<Role, string> = {
  owner: 'trade, and change members, accounts and limits',
  trader: 'watch and trade',
  viewer: 'watch, without trading',
};

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Names are other people's text: on one line, so that none adds a header or a paragraph. */
function toLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}

export function toInviteLink(
  origin: string,
  ids: { readonly deskId: string; readonly inviteId: string; readonly token: string },
): string {
  const query = new URLSearchParams({ desk: ids.deskId, invite: ids.inviteId, token: ids.token });
  return `${origin}/invite?${query.toString()}`;
}

export function toInviteMail(invitation: Invitation): MailDocument {
  const [inviter, desk] = [toLine(invitation.inviterName), toLine(invitation.deskName)];
  const until = new Date(invitation.expiresAtMs).toISOString().slice(0, 10);
  const offer = `${inviter} invites you to "${desk}" on Tapedeck as ${invitation.role}: you can ${can[invitation.role]}.`;
  const terms = `The link is good until ${until} (UTC), once, for ${invitation.email} alone. If you do not know ${inviter}, leave it.`;
  return {
    to: [invitation.email],
    message: {
      subject: `${inviter} invites you to "${desk}" on Tapedeck`,
      text: `${offer}\n\n${invitation.link}\n\n${terms}\n`,
      html:
        `<p>${escapeHtml(offer)}</p>` +
        `<p><a href="${escapeHtml(invitation.link)}">Join the desk</a></p>` +
        `<p>${escapeHtml(terms)}</p>`,
    },
  };
}
