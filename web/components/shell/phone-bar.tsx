'use client';

import { ArrowLeftRight, Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { openTicket, useTicketRequest } from '@/components/ticket/open-ticket.ts';
import { classNames } from '@/components/ui/class-names.ts';
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu.tsx';
import { signOut } from '@/live/session.ts';
import { isCurrent, pages, type Page } from './pages.ts';

const slot = 'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs';

/** The ticket's button stands in the middle. */
const pagesBeforeTrade = 2;

/** The phone's pages, at the bottom under the thumb. */
export function PhoneBar({ onOpenHelp }: { onOpenHelp: () => void }) {
  const pathname = usePathname();
  const router = useRouter();
  const hasTicket = useTicketRequest().isOpen;
  const onBar = pages.filter((page) => page.onPhoneBar);
  const more = pages.filter((page) => !page.onPhoneBar);
  const isMore = more.some((page) => isCurrent(page, pathname));
  return (
    <nav aria-label="Pages" inert={hasTicket} className="shell-phone-bar flex border-t border-line bg-panel md:hidden">
      {onBar.slice(0, pagesBeforeTrade).map((page) => (
        <BarLink key={page.href} page={page} pathname={pathname} />
      ))}
      <button type="button" onClick={() => openTicket()} className={classNames(slot, 'text-muted')}>
        <ArrowLeftRight aria-hidden size={20} />
        Trade
      </button>
      {onBar.slice(pagesBeforeTrade).map((page) => (
        <BarLink key={page.href} page={page} pathname={pathname} />
      ))}
      <Menu
        trigger={
          <button type="button" className={classNames(slot, isMore ? 'text-text' : 'text-muted')}>
            <Ellipsis aria-hidden size={20} className={isMore ? 'text-accent' : undefined} />
            More
          </button>
        }
      >
        {more.map((page) => {
          const Icon = page.icon;
          return (
            <MenuItem key={page.href} onSelect={() => router.push(page.href)}>
              <Icon aria-hidden size={16} />
              {page.title}
            </MenuItem>
          );
        })}
        <MenuLine />
        <MenuItem onSelect={onOpenHelp}>Keyboard shortcuts</MenuItem>
        <MenuItem onSelect={() => void signOut()}>Sign out</MenuItem>
      </Menu>
    </nav>
  );
}

function BarLink({ page, pathname }: { page: Page; pathname: string }) {
  const current = isCurrent(page, pathname);
  const Icon = page.icon;
  return (
    <Link
      href={page.href}
      aria-current={current ? 'page' : undefined}
      className={classNames(slot, current ? 'text-text' : 'text-muted')}
    >
      <Icon aria-hidden size={20} className={current ? 'text-accent' : undefined} />
      {page.phoneTitle ?? page.title}
    </Link>
  );
}
