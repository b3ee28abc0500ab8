'use client';

import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { classNames } from '@/components/ui/class-names.ts';
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu.tsx';
import { signOut } from '@/live/session.ts';
import { isCurrent, pages } from './pages.ts';

const slot = 'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs';

/** The phone's pages, at the bottom under the thumb. */
export function PhoneBar({ onOpenHelp }: { onOpenHelp: () => void }) {
  const pathname = usePathname();
  const router = useRouter();
  const more = pages.filter((page) => !page.onPhoneBar);
  const isMore = more.some((page) => isCurrent(page, pathname));
  return (
    <nav aria-label="Pages" className="shell-phone-bar flex border-t border-line bg-panel md:hidden">
      {pages
        .filter((page) => page.onPhoneBar)
        .map((page) => {
          const current = isCurrent(page, pathname);
          const Icon = page.icon;
          return (
            <Link
              key={page.href}
              href={page.href}
              aria-current={current ? 'page' : undefined}
              className={classNames(slot, current ? 'text-text' : 'text-muted')}
            >
              <Icon aria-hidden size={20} className={current ? 'text-accent' : undefined} />
              {page.phoneTitle ?? page.title}
            </Link>
          );
        })}
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
