import { readConfig } from './config.ts';

describe('settings', () => {
  test('by default it listens on loopback with two demo accounts', () => {
    const config = readConfig([], {});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 8910, speed: 1, fundingIntervalMinutes: 480 });
    expect(config.accounts.map(({ apiKey }) => apiKey)).toEqual(['tapedeck-demo-main', 'tapedeck-demo-swing']);
  });

  test('a flag goes before the environment', () => {
    const env = { TAPEDECK_SIMULATOR_PORT: '1', TAPEDECK_SIMULATOR_SEED: '9', TAPEDECK_SIMULATOR_STATE: 'venue.json' };
    expect(readConfig(['--port', '2'], env)).toMatchObject({ port: 2, seed: 9, stateFile: 'venue.json' });
  });

  test('what is wrong is named', () => {
    expect(() => readConfig(['--port', '70000'], {})).toThrow('port');
    expect(() => readConfig(['--accounts', '{'], {})).toThrow('The start accounts are no JSON.');
  });
});
