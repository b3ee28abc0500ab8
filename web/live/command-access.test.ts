import { commandOffReason } from './command-access.ts';

describe('commandOffReason', () => {
  it('lets owners and traders act while a worker runs', () => {
    expect(commandOffReason('owner', 'connected', 'live')).toBeUndefined();
    expect(commandOffReason('trader', 'searching', 'stale')).toBeUndefined();
    expect(commandOffReason('trader', 'connected', 'paused')).toBeUndefined();
  });

  it('tells a viewer that the role is the reason, whatever else is wrong', () => {
    expect(commandOffReason('viewer', 'offline', 'worker-lost')).toMatch(/viewer/);
  });

  it('switches off what nobody would get or carry out', () => {
    expect(commandOffReason('owner', 'offline', 'live')).toMatch(/offline/);
    expect(commandOffReason('owner', 'connected', 'worker-lost')).toMatch(/worker/);
    expect(commandOffReason('owner', 'connected', 'forbidden')).toMatch(/access/);
  });
});
