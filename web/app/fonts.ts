import localFont from 'next/font/local';

/** Inter, served from our own origin; a fallback of the same metrics stands in until it has arrived. */
export const inter = localFont({
  src: '../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'swap',
  variable: '--font-inter',
});
