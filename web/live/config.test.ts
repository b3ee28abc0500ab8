import { parseConfig } from './config.ts';

const config = { firebase: { projectId: 'demo-tapedeck', apiKey: 'k' }, region: 'us-central1' };

describe('parseConfig', () => {
  it('switches Google sign-in off unless the file switches it on', () => {
    expect(parseConfig(config).googleSignIn).toBe(false);
    expect(parseConfig({ ...config, googleSignIn: true }).googleSignIn).toBe(true);
  });

  it('names what is missing', () => {
    expect(() => parseConfig({ firebase: { projectId: 'p' } })).toThrow(/firebase\.apiKey, region/);
    expect(() => parseConfig(null)).toThrow(/firebase\.projectId/);
  });
});
