import { AppError, deskCommandTypes } from '@tapedeck/core';
import { deskCommand } from './desk-command.ts';
import { checkNotLastOwner, requireMember } from './members.ts';

export const changeRole = deskCommand(deskCommandTypes.changeRole, ({ payload, actor, desk }) => {
  const member = requireMember(desk.value, payload.uid);
  if (member.role === payload.role) {
    throw new AppError('conflict', `${member.name} is ${member.role} already. Nothing was changed.`);
  }
  checkNotLastOwner(desk.value, member);
  return {
    summary: `${actor.name} changed the role of ${member.name} from ${member.role} to ${payload.role}.`,
    before: { uid: member.uid, role: member.role },
    after: { uid: member.uid, role: payload.role },
    apply: (batch) => {
      const members = { ...desk.value.members, [member.uid]: payload.role };
      batch.update(desk.ref, { members }, { lastUpdateTime: desk.updateTime });
    },
  };
});
