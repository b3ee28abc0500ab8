import { followStatus, isEnded, noteAnswer, noteRefusal, noteSilence, startCommand } from './command-life.ts';

const sent = startCommand('c1', 'forceSync', 1_000);

describe('the life of a command', () => {
  it('goes from sending over accepted and executing to its end', () => {
    const accepted = followStatus(sent, { status: 'pending' });
    const executing = followStatus(followStatus(accepted, { status: 'claimed' }), { status: 'executing' });
    const done = followStatus(executing, { status: 'succeeded', result: { positions: 2 } });
    expect([sent, accepted, executing, done].map(({ stage }) => stage)).toEqual([
      'sending',
      'accepted',
      'executing',
      'succeeded',
    ]);
    expect(done.result).toEqual({ positions: 2 });
    expect(isEnded(done)).toBe(true);
  });

  it('never steps back when an older snapshot arrives late', () => {
    const executing = followStatus(sent, { status: 'executing' });
    expect(followStatus(executing, { status: 'pending' })).toBe(executing);
    const failed = followStatus(executing, { status: 'failed', error: { code: 'rejected', message: 'No.' } });
    expect(followStatus(failed, { status: 'succeeded' })).toBe(failed);
    expect(failed.message).toBe('No.');
  });

  it('is "not confirmed" after silence, and confirmed once the backend is heard after all', () => {
    const silent = noteSilence(sent);
    expect(silent.stage).toBe('not-confirmed');
    expect(followStatus(silent, { status: 'pending' }).stage).toBe('accepted');
  });

  it('ignores the silence once it was accepted', () => {
    const accepted = followStatus(sent, { status: 'pending' });
    expect(noteSilence(accepted)).toBe(accepted);
  });

  it('ends where the backend refuses it, but not once it was accepted', () => {
    const refused = noteRefusal(sent, 'Viewers may not do this.');
    expect(refused).toMatchObject({ stage: 'rejected', message: 'Viewers may not do this.' });
    expect(isEnded(refused)).toBe(true);
    const accepted = followStatus(sent, { status: 'pending' });
    expect(noteRefusal(accepted, 'late')).toBe(accepted);
  });

  it('keeps what only its sender is told, whether the answer or the document comes first', () => {
    const answer = { status: 'succeeded', once: { link: '/invite#x' } } as const;
    expect(noteAnswer(sent, answer)).toMatchObject({ stage: 'succeeded', once: { link: '/invite#x' } });
    const done = followStatus(sent, { status: 'succeeded', result: { inviteId: 'i' } });
    expect(noteAnswer(done, answer)).toMatchObject({ result: { inviteId: 'i' }, once: { link: '/invite#x' } });
  });

  it('goes from unknown on to a known end', () => {
    const unknown = followStatus(sent, { status: 'unknown' });
    expect(isEnded(unknown)).toBe(false);
    expect(followStatus(unknown, { status: 'succeeded' }).stage).toBe('succeeded');
  });
});
