'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';

export interface OverlayProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const Palette = dynamic(() => import('./palette.tsx').then((module) => module.Palette), { ssr: false });
const ShortcutsHelp = dynamic(() => import('./shortcuts-help.tsx').then((module) => module.ShortcutsHelp), {
  ssr: false,
});

/** Loaded when first opened, and kept from then on. */
function useOpenedOnce(open: boolean): boolean {
  const [opened, setOpened] = useState(open);
  if (open && !opened) setOpened(true);
  return opened || open;
}

export function LazyPalette(props: OverlayProps) {
  return useOpenedOnce(props.open) && <Palette {...props} />;
}

export function LazyShortcutsHelp(props: OverlayProps) {
  return useOpenedOnce(props.open) && <ShortcutsHelp {...props} />;
}
