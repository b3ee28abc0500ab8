'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useState, type ReactNode } from 'react';
import { useAccounts, useChosenAccounts } from '@/live/accounts.ts';
import { exposeDebugHook } from '@/live/debug.ts';
import { startLink } from '@/live/link.ts';
import { dataOf } from '@/live/loadable.ts';
import { usePresenceBeat } from '@/live/presence.ts';
import { AccountFeed } from '@/live/use-account-live.ts';
import { LazyApprovals } from '@/components/approvals/lazy-approvals.tsx';
import { LazyStopDialog, LazyTradingBanner } from '@/components/stop/lazy-stop.tsx';
import { LazyTicket } from '@/components/ticket/lazy-ticket.tsx';
import { openTicket, useTicketRequest } from '@/components/ticket/open-ticket.ts';
import { Toaster } from '@/components/ui/toast.tsx';
import { TooltipProvider } from '@/components/ui/tooltip.tsx';
import { useIsPhone } from '@/components/ui/use-is-phone.ts';
import { ZoneNote } from './clock.tsx';
import { DemoMark } from './demo-mark.tsx';
import { Header } from './header.tsx';
import { LinkBanner } from './link-banner.tsx';
import { LazyPalette, LazyShortcutsHelp } from './lazy-overlays.tsx';
import { PhoneBar } from './phone-bar.tsx';
import { Rail } from './rail.tsx';
import { RateNote } from './rate-note.tsx';
import { TradeToasts } from './trade-toasts.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** What stands around every page of the desk. It keeps one listener open for each account of the desk. */
export function Shell({ children }: { children: ReactNode }) {
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const accounts = dataOf(useAccounts()) ?? [];
  const { chosen } = useChosenAccounts();
  const hasTicket = useTicketRequest().isOpen;
  const isPhone = useIsPhone();

  usePresenceBeat(usePathname());
  useShortcuts({ openPalette: () => setPalette(true), openHelp: () => setHelp(true), openTicket });
  useEffect(() => {
    void exposeDebugHook();
    return startLink();
  }, []);

  return (
    <TooltipProvider>
      {accounts.map((account) => (
        <AccountFeed key={account.id} accountId={account.id} />
      ))}
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-1 focus:left-1 focus:z-50 focus:rounded-control focus:bg-primary focus:p-2 focus:text-white"
      >
        Skip to content
      </a>
      <div className="shell" data-live={chosen?.environment === 'live' || undefined}>
        <Rail />
        <Header onOpenPalette={() => setPalette(true)} />
        <main id="main" tabIndex={-1} inert={isPhone && hasTicket} className="shell-main outline-none">
          <LazyTradingBanner />
          <LinkBanner />
          <RateNote />
          {children}
          <ZoneNote />
        </main>
        <PhoneBar onOpenHelp={() => setHelp(true)} />
      </div>
      <DemoMark />
      <TradeToasts />
      <Toaster isCornerTaken={hasTicket} />
      <LazyApprovals />
      <LazyTicket />
      <LazyStopDialog />
      <LazyPalette open={palette} onOpenChange={setPalette} />
      <LazyShortcutsHelp open={help} onOpenChange={setHelp} />
    </TooltipProvider>
  );
}
