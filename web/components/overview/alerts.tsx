'use client';

import type { AppError } from '@tapedeck/core/app-error';
import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { Skeleton } from '@/components/ui/states.tsx';
import { formatDateMinute } from '@/format/times.ts';
import type { Account } from '@/live/accounts.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { useAlerts, type Alert, type OpenAlerts } from './use-alerts.ts';

/** The most urgent alert, in a place of one size, so that nothing below moves when it comes; the others on demand. */
export function Alerts({ accounts }: { accounts: readonly Account[] }) {
  const [showsAll, setShowsAll] = useState(false);
  const open = useAlerts(accounts);
  const [first, ...others] = open.alerts;
  return (
    <section aria-labelledby="alerts" className="rounded-card border border-line bg-panel">
      <h2 id="alerts" className="sr-only">
        Alerts
      </h2>
      <div className="flex min-h-10 items-center gap-3 px-4 py-1 max-md:min-h-14 max-md:px-3">
        {first ? <AlertLine alert={first} clamped={!showsAll} /> : <NoAlerts {...open} />}
        {others.length > 0 && (
          <Button
            size="sm"
            variant="ghost"
            aria-expanded={showsAll}
            onClick={() => setShowsAll(!showsAll)}
            className="ml-auto"
          >
            {showsAll ? 'Less' : `${others.length} more`}
          </Button>
        )}
      </div>
      {showsAll && (
        <ul className="border-t border-line">
          {others.map((alert) => (
            <li key={alert.id} className="px-4 py-2 max-md:px-3">
              <AlertLine alert={alert} clamped={false} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What is not known is not said to be fine. */
function NoAlerts({ certainty, error }: Pick<OpenAlerts, 'certainty' | 'error'>) {
  if (certainty === 'unknown') return error ? <AlertsNotLoaded error={error} /> : <LoadingAlerts />;
  const isConfirmed = certainty === 'confirmed';
  const Icon = isConfirmed ? CircleCheck : CircleDashed;
  return (
    <p className="flex items-center gap-2.5 text-sm text-muted">
      <Icon aria-hidden size={16} className={classNames(isConfirmed && 'text-up')} />
      {isConfirmed ? 'No open alerts' : 'No open alerts when the server was last heard'}
    </p>
  );
}

function LoadingAlerts() {
  return (
    <>
      <span className="sr-only">Loading alerts</span>
      <Skeleton className="h-4 w-32" />
    </>
  );
}

function AlertsNotLoaded({ error }: { error: AppError }) {
  return (
    <p role="alert" className="flex items-center gap-2.5 text-sm">
      <CircleAlert aria-hidden size={16} className="shrink-0 text-down" />
      Alerts could not be loaded. {error.message}
    </p>
  );
}

function AlertLine({ alert, clamped }: { alert: Alert; clamped: boolean }) {
  const zone = usePreference('timeZone');
  const Icon = alert.isCritical ? CircleAlert : TriangleAlert;
  return (
    <div className="flex min-w-0 items-start gap-2.5 text-sm">
      <Icon
        aria-hidden
        size={16}
        className={classNames('mt-px shrink-0', alert.isCritical ? 'text-down' : 'text-warning')}
      />
      <p className={classNames('min-w-0', clamped && 'line-clamp-1 max-md:line-clamp-2')}>
        <strong className="font-medium">{alert.title}</strong>{' '}
        <span className="text-muted">
          {alert.body} {alert.atMs !== undefined && formatDateMinute(alert.atMs, zone)}
        </span>
      </p>
    </div>
  );
}
