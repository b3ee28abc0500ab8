/// <reference lib="webworker" />
import { NetworkOnly, Serwist, type PrecacheEntry, type SerwistGlobalConfig } from 'serwist';

declare global {
  interface WorkerGlobalScope extends SerwistGlobalConfig {
    /** Written in by the build: what the shell consists of. */
    __SW_MANIFEST: (PrecacheEntry | string)[] | undefined;
  }
}
declare const self: ServiceWorkerGlobalScope;

const configCache = 'config';

/**
 * Keeps the shell (pages, code, font, icons) of one version, so that it opens without a network. Data never passes
 * through here: Firestore, sign-in and functions go to the network as if there were no service worker. A new version
 * waits until the person agrees to load it.
 */
const serwist = new Serwist({
  // oxlint-disable-next-line no-underscore-dangle -- the name that the build looks for
  precacheEntries: self.__SW_MANIFEST ?? [],
  precacheOptions: { cleanURLs: true, ignoreURLParametersMatching: [/./] },
  skipWaiting: false,
  clientsClaim: false,
  runtimeCaching: [
    {
      matcher: ({ sameOrigin, url }) => sameOrigin && url.pathname === '/config.json',
      handler: new NetworkOnly({
        fetchOptions: { cache: 'no-store' },
        plugins: [
          {
            // Kept only for a start without a network; with one, the server's answer is the only one given.
            fetchDidSucceed: async ({ request, response }) => {
              if (response.ok) await (await caches.open(configCache)).put(request.url, response.clone());
              return response;
            },
            handlerDidError: async ({ request }) => (await caches.open(configCache)).match(request.url),
          },
        ],
      }),
    },
  ],
});

// The page that installs it read the configuration before: kept now, the very next start may be without a network.
self.addEventListener('install', (event) => {
  const keep = async () => (await caches.open(configCache)).add(new Request('/config.json', { cache: 'no-store' }));
  event.waitUntil(keep().catch(() => undefined));
});
serwist.addEventListeners();
