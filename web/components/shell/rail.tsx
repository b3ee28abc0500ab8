'use client';

import { ChevronsLeft, ChevronsRight } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from '@/components/ui/class-names.ts';
import { usePreferences } from '@/preferences/use-preferences.ts';
import { Logo } from './logo.tsx';
import { isCurrent, pageGroups, pages, type Page } from './pages.ts';

/** The pages, at the left: 232 px, folded 56. A phone has the bottom bar instead. */
export function Rail() {
  const pathname = usePathname();
  const [{ railFolded }, setPreferences] = usePreferences();
  const Fold = railFolded ? ChevronsRight : ChevronsLeft;
  return (
    <nav aria-label="Pages" className="shell-rail flex flex-col border-r border-line bg-panel max-md:hidden">
      <Link
        href="/"
        className="flex h-12 shrink-0 items-center gap-2.5 px-4 font-semibold"
        aria-label="Tapedeck, overview"
      >
        <Logo />
        <span className="rail-text">Tapedeck</span>
      </Link>
      {pageGroups.map((group) => (
        <div key={group} className="mt-3 px-2">
          <h2 className="rail-text px-2 pb-1 text-xs text-muted">{group}</h2>
          <RailList pages={pages.filter((page) => page.group === group)} pathname={pathname} />
        </div>
      ))}
      <div className="mt-auto px-2 pb-2">
        <RailList pages={pages.filter((page) => page.group === 'foot')} pathname={pathname} />
        <button
          type="button"
          aria-pressed={railFolded}
          aria-label={railFolded ? 'Unfold the rail' : 'Fold the rail'}
          title={railFolded ? 'Unfold the rail' : 'Fold the rail'}
          onClick={() => setPreferences({ railFolded: !railFolded })}
          className="rail-fold mt-1 flex h-9 w-full items-center gap-3 rounded-control px-2.5 text-sm text-muted hover:bg-sunken hover:text-text"
        >
          <Fold aria-hidden size={18} className="shrink-0" />
          <span className="rail-text">Fold</span>
        </button>
      </div>
    </nav>
  );
}

function RailList({ pages: shown, pathname }: { pages: readonly Page[]; pathname: string }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {shown.map((page) => {
        const current = isCurrent(page, pathname);
        const Icon = page.icon;
        return (
          <li key={page.href}>
            <Link
              href={page.href}
              title={page.title}
              aria-current={current ? 'page' : undefined}
              className={classNames(
                'flex h-9 items-center gap-3 rounded-control px-2.5 text-sm',
                current ? 'bg-sunken font-medium text-text' : 'text-muted hover:bg-sunken hover:text-text',
              )}
            >
              <Icon aria-hidden size={18} className={classNames('shrink-0', current && 'text-accent')} />
              <span className="rail-text">{page.title}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
