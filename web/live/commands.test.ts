import { refusalOf, sendCommand, watchCommands } from './commands.ts';

function setOnLine(isOnLine: boolean): void {
  Object.defineProperty(navigator, 'onLine', { value: isOnLine, configurable: true });
}

describe('sendCommand', () => {
  afterEach(() => setOnLine(true));

  it('refuses without a connection and keeps nothing to be sent later', () => {
    setOnLine(false);
    let changes = 0;
    const end = watchCommands(() => (changes += 1));
    expect(() => sendCommand('desk', 'forceSync', { accountId: 'a' })).toThrow(/^Not sent: .* Nothing was changed/);
    expect(changes).toBe(0);
    end();
  });
});

describe('refusalOf', () => {
  const errorWith = (code: string) => Object.assign(new Error('Only traders may do this.'), { code });

  it('takes an answer of the backend for a refusal', () => {
    expect(refusalOf(errorWith('functions/permission-denied'))).toBe('Only traders may do this.');
  });

  it.each(['functions/unavailable', 'functions/deadline-exceeded', 'functions/internal'])(
    'leaves the outcome open after %s: the command may have been taken',
    (code) => {
      expect(refusalOf(errorWith(code))).toBeUndefined();
    },
  );
});
