'use client';

import { ArrowLeftRight, Search } from 'lucide-react';
import { NotificationBell } from '@/components/notifications/notification-bell.tsx';
import { StopButton } from '@/components/stop/stop-button.tsx';
import { openTicket } from '@/components/ticket/open-ticket.ts';
import { Button } from '@/components/ui/button.tsx';
import { AccountSwitcher } from './account-switcher.tsx';
import { Clock } from './clock.tsx';
import { ConnectionBadge } from './connection-badge.tsx';
import { PersonMenu } from './person-menu.tsx';

/** 48 px, always there. */
export function Header({ onOpenPalette }: { onOpenPalette: () => void }) {
  return (
    <header className="shell-header flex items-center gap-1 border-b border-line bg-panel px-2 md:gap-2 md:px-3">
      {/* What does not fit is cut off here, and Stop never leaves the screen. */}
      <div className="flex min-w-0 flex-1 items-center gap-1 [overflow-clip-margin:4px] overflow-clip md:gap-2">
        <AccountSwitcher />
        <ConnectionBadge />
      </div>
      <div className="flex shrink-0 items-center gap-1">
        <Clock />
        <Button
          variant="secondary"
          onClick={onOpenPalette}
          aria-keyshortcuts="Control+K Meta+K /"
          className="ml-2 h-8 border-line text-sm font-normal text-muted max-xl:hidden"
        >
          <Search aria-hidden size={15} />
          Search
          <kbd className="font-sans text-xs">⌘K</kbd>
        </Button>
        <Button
          variant="ghost"
          size="icon"
          aria-label="Search pages and accounts"
          onClick={onOpenPalette}
          className="max-md:hidden xl:hidden"
        >
          <Search aria-hidden size={18} />
        </Button>
        <Button onClick={() => openTicket()} aria-keyshortcuts="t" className="h-8 text-sm max-md:hidden">
          <ArrowLeftRight aria-hidden size={15} />
          Trade
        </Button>
        <NotificationBell />
        <PersonMenu />
        <StopButton />
      </div>
    </header>
  );
}
