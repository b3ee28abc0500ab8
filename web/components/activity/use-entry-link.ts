'use client';

import { useCallback, useEffect, useState } from 'react';

const parameter = 'entry';

/** The entry that is open, kept in the address so that it can be passed on. */
export function useEntryLink(): readonly [string | undefined, (id: string | undefined) => void] {
  const [id, setId] = useState<string>();
  useEffect(() => {
    setId(new URLSearchParams(location.search).get(parameter) ?? undefined);
  }, []);
  const open = useCallback((next: string | undefined) => {
    setId(next);
    const url = new URL(location.href);
    if (next === undefined) url.searchParams.delete(parameter);
    else url.searchParams.set(parameter, next);
    history.replaceState(history.state, '', url);
  }, []);
  return [id, open];
}
