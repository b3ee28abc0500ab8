import { safePath } from './safe-path.ts';

describe('safePath', () => {
  it('leads back to a page of this site', () => {
    expect(safePath('/positions?account=a')).toBe('/positions?account=a');
  });

  it.each([null, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'does not follow %j',
    (next) => {
      expect(safePath(next)).toBe('/');
    },
  );
});
