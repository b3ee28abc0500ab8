import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { AppUpdate } from '@/components/app-update/app-update.tsx';
import { Appearance, AppearanceScript } from '@/preferences/appearance.tsx';
import { inter } from './fonts.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Tapedeck', template: '%s · Tapedeck' },
  description: 'A live trading desk: every account, position and figure, with its age.',
  applicationName: 'Tapedeck',
  appleWebApp: { capable: true, title: 'Tapedeck', statusBarStyle: 'black-translucent' },
  robots: { index: false, follow: false },
  formatDetection: { telephone: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: '#15181f',
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={inter.variable} data-theme="dark" data-colours="default" suppressHydrationWarning>
      <head>
        <AppearanceScript />
      </head>
      <body>
        <Appearance />
        {children}
        <AppUpdate />
      </body>
    </html>
  );
}
