import { render, screen } from '@testing-library/react';
import type { CommandLife, CommandStage } from '@/live/command-life.ts';
import { CommandStageLine } from './command-stage.tsx';

const life = (stage: CommandStage, message?: string): CommandLife => ({
  id: '12345678-90ab',
  type: 'forceSync',
  sentAtMs: 0,
  stage,
  ...(message === undefined ? {} : { message }),
});

describe('CommandStageLine', () => {
  it('names the command, where it stands, and its id once it is accepted', () => {
    render(<CommandStageLine title="Force sync" life={life('accepted')} />);
    expect(screen.getByRole('status')).toHaveTextContent('Force sync: ◔ Accepted (12345678)');
  });

  it('tells a failure at once, with its reason', () => {
    render(<CommandStageLine title="Force sync" life={life('failed', 'The venue is closed.')} />);
    expect(screen.getByRole('alert')).toHaveTextContent('✕ Failed The venue is closed.');
  });

  it('says of a command without an answer that it may still be carried out', () => {
    render(<CommandStageLine title="Pause syncing" life={life('not-confirmed')} />);
    expect(screen.getByRole('status')).toHaveTextContent(/Not confirmed.*may still be carried out/);
  });
});
