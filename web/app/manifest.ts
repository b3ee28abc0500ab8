import type { MetadataRoute } from 'next';

export const dynamic = 'force-static';

/** What makes Tapedeck installable. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/',
    name: 'Tapedeck',
    short_name: 'Tapedeck',
    description: 'A live trading desk: every account, position and figure, with its age.',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#0d0f15',
    theme_color: '#15181f',
    categories: ['finance'],
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    shortcuts: [
      { name: 'Positions', url: '/positions' },
      { name: 'Activity', url: '/activity' },
    ],
  };
}
