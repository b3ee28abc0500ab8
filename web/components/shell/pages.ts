import {
  Activity,
  Gauge,
  LayoutDashboard,
  ListOrdered,
  Settings,
  ShieldAlert,
  Timer,
  Wallet,
  type LucideIcon,
} from 'lucide-react';

export interface Page {
  readonly href: string;
  readonly title: string;
  readonly icon: LucideIcon;
  /** Where it stands in the rail; pages `elsewhere` are reached from another page, the palette and the phone's menu. */
  readonly group: 'Trade' | 'Control' | 'foot' | 'elsewhere';
  /** The letter after `g` that goes there. */
  readonly letter: string;
  /** Whether it stands in the phone's bottom bar; the others are under "More". */
  readonly onPhoneBar: boolean;
  /** Its name in the phone's bar where that is another one. */
  readonly phoneTitle?: string;
}

/** Every page of the rail, in its order. A new page is an entry here and a folder in `app/(desk)`. */
export const pages: readonly Page[] = [
  {
    href: '/',
    title: 'Overview',
    icon: LayoutDashboard,
    group: 'Trade',
    letter: 'o',
    onPhoneBar: true,
    phoneTitle: 'Home',
  },
  { href: '/positions', title: 'Positions', icon: Wallet, group: 'Trade', letter: 'p', onPhoneBar: true },
  { href: '/orders', title: 'Orders', icon: ListOrdered, group: 'Trade', letter: 'd', onPhoneBar: false },
  { href: '/risk', title: 'Risk', icon: ShieldAlert, group: 'Control', letter: 'r', onPhoneBar: false },
  { href: '/activity', title: 'Activity', icon: Activity, group: 'Control', letter: 'a', onPhoneBar: true },
  { href: '/system', title: 'System', icon: Gauge, group: 'foot', letter: 's', onPhoneBar: false },
  {
    href: '/test-realtime',
    title: 'Freshness test',
    icon: Timer,
    group: 'elsewhere',
    letter: 't',
    onPhoneBar: false,
  },
  { href: '/settings', title: 'Settings', icon: Settings, group: 'foot', letter: ',', onPhoneBar: false },
];

export const pageGroups = ['Trade', 'Control'] as const;

export function isCurrent(page: Page, pathname: string): boolean {
  return page.href === '/' ? pathname === '/' : pathname === page.href || pathname.startsWith(`${page.href}/`);
}
