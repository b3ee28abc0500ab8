import { deskCommandOffReason } from './desk-command-access.ts';

describe('deskCommandOffReason', () => {
  it('lets an owner do everything while there is a server', () => {
    expect(deskCommandOffReason('owner', 'connected', 'owner')).toBeUndefined();
    expect(deskCommandOffReason('owner', 'offline', 'owner')).toMatch(/offline/);
  });

  it('keeps from traders what is the owners’, and everything from viewers', () => {
    expect(deskCommandOffReason('trader', 'connected', 'trader')).toBeUndefined();
    expect(deskCommandOffReason('trader', 'connected', 'owner')).toMatch(/Only an owner/);
    expect(deskCommandOffReason('viewer', 'connected', 'trader')).toMatch(/viewer/);
  });
});
