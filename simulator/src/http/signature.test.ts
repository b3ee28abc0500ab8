import { isSignedBy, requestPayload, sign, streamPayload } from './signature.ts';

describe('signature', () => {
  test('it is the HMAC-SHA256 of time, key, window and content in hex', () => {
    const payload = requestPayload({ timestamp: '1', apiKey: 'k', recvWindow: '5000', content: 'a=1' });

    expect(payload).toBe('1k5000a=1');
    // Computed with: printf '1k5000a=1' | openssl dgst -sha256 -hmac secret
    expect(sign('secret', payload)).toBe('47db8ae94dcf5022cd4f95d67603ff3ed2481a4a15e2f2ac6148c77f51154168');
  });

  test('only the very content that was signed is accepted', () => {
    const signature = sign('secret', 'content');

    expect(isSignedBy('secret', 'content', signature)).toBe(true);
    expect(isSignedBy('secret', 'content ', signature)).toBe(false);
    expect(isSignedBy('other', 'content', signature)).toBe(false);
    expect(isSignedBy('secret', 'content', 'short')).toBe(false);
  });

  test('a stream signs its expiry', () => {
    expect(streamPayload(42)).toBe('GET/realtime42');
  });
});
