'use client';

import { useEffect } from 'react';
import { loadNewVersion, startAppVersion, useNewVersion } from '@/live/app-version.ts';

/** Keeps the app on this device and says when a newer version waits. Nothing is loaded without being asked. */
export function AppUpdate() {
  const hasNewVersion = useNewVersion();
  useEffect(startAppVersion, []);
  if (!hasNewVersion) return null;
  return (
    <div
      role="status"
      className="fixed bottom-3 left-1/2 z-50 flex -translate-x-1/2 items-center gap-3 rounded-card border border-line bg-raised py-2 pr-2 pl-4 text-sm whitespace-nowrap shadow-overlay max-md:bottom-20"
    >
      <span>New version</span>
      <button
        type="button"
        onClick={loadNewVersion}
        className="h-8 rounded-control bg-primary px-3 font-medium text-white hover:brightness-110 max-md:h-11"
      >
        Reload
      </button>
    </div>
  );
}
