import { randomUUID } from 'node:crypto';
import { createSerwistRoute } from '@serwist/turbopack';

/** Every page of the app; each build makes them anew. */
const pages = [
  '/',
  '/positions',
  '/orders',
  '/risk',
  '/activity',
  '/system',
  '/settings',
  '/test-realtime',
  '/sign-in',
  '/invite',
];
const revision = randomUUID();

export const dynamic = 'force-static';
export const dynamicParams = false;

/** Builds `/serwist/sw.js` with the list of all that the shell needs. */
export const { generateStaticParams, GET } = createSerwistRoute({
  swSrc: 'app/sw.ts',
  useNativeEsbuild: true,
  globPatterns: ['.next/static/**/*.{js,css,woff2}', 'public/*.png'],
  esbuildOptions: { sourcemap: false },
  additionalPrecacheEntries: pages.map((url) => ({ url, revision })),
});
