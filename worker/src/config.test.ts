import { readConfig } from './config.ts';

describe('readConfig', () => {
  it('is safe without any variable: a local project, this machine alone, no keys', () => {
    expect(readConfig({})).toMatchObject({
      projectId: 'demo-tapedeck',
      health: { host: '127.0.0.1', port: 8920 },
      accountCredentials: {},
    });
  });

  it('reads the keys of accounts', () => {
    const text = '{"main": {"apiKey": "k", "secret": "s"}}';
    expect(readConfig({ TAPEDECK_ACCOUNT_CREDENTIALS: text }).accountCredentials).toEqual({
      main: { apiKey: 'k', secret: 's' },
    });
  });

  it('names each variable that is wrong, and quotes no value', () => {
    const env = { TAPEDECK_HEALTH_PORT: '99999', TAPEDECK_ACCOUNT_CREDENTIALS: '{"main": "top-secret"' };
    expect(() => readConfig(env)).toThrow(/TAPEDECK_HEALTH_PORT: .*TAPEDECK_ACCOUNT_CREDENTIALS: is not JSON/);
    expect(() => readConfig(env)).not.toThrow(/top-secret/);
  });
});
