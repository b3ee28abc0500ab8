import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { refuseEmulatorConfig } from './refuse-emulator-config.ts';

describe('refuseEmulatorConfig', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tapedeck-config-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'config.json');
  const firebase = { projectId: 'desk', apiKey: 'k' };
  const write = (config: object) => writeFileSync(file, JSON.stringify(config));

  it('lets a build pass that copies no configuration', () => {
    expect(() => refuseEmulatorConfig(path.join(folder, 'none.json'))).not.toThrow();
  });

  it('lets the configuration of a project pass', () => {
    write({ firebase, region: 'us-central1' });
    expect(() => refuseEmulatorConfig(file)).not.toThrow();
  });

  it('refuses emulators and demo people, and says what to do', () => {
    write({ firebase, region: 'us-central1', emulators: { host: '127.0.0.1' } });
    expect(() => refuseEmulatorConfig(file)).toThrow(/names emulators or demo people.* Delete it/);
    write({ firebase, region: 'us-central1', demo: { people: [{ password: 'p' }] } });
    expect(() => refuseEmulatorConfig(file)).toThrow(/Delete it/);
  });
});
