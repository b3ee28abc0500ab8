import { toWebOrigin, type WebPlace } from './web-origin.ts';

const deployed: WebPlace = { configured: '', requested: undefined, isEmulated: false, projectId: 'my-desk' };

test('links lead to the site of the project', () => {
  expect(toWebOrigin(deployed)).toBe('https://my-desk.web.app');
});

test('links lead where the deployment says', () => {
  expect(toWebOrigin({ ...deployed, configured: 'https://desk.example.com/' })).toBe('https://desk.example.com');
});

test('what is configured and no address is passed over', () => {
  expect(toWebOrigin({ ...deployed, configured: 'desk' })).toBe('https://my-desk.web.app');
});

test('a request chooses where links lead on the emulator alone', () => {
  const requested = 'http://127.0.0.1:5000';
  expect(toWebOrigin({ ...deployed, requested, isEmulated: true })).toBe(requested);
  expect(toWebOrigin({ ...deployed, requested: 'https://evil.example.com' })).toBe('https://my-desk.web.app');
});
