'use client';

import { useEffect, useState } from 'react';
import type { WebConfig } from '@tapedeck/core/web-config';
import { loadConfig } from './config.ts';

/** `/config.json` once it is here. */
export function useConfig(): WebConfig | undefined {
  const [config, setConfig] = useState<WebConfig>();
  useEffect(() => {
    let ended = false;
    const load = async () => {
      const loaded = await loadConfig();
      if (!ended) setConfig(loaded);
    };
    void load();
    return () => {
      ended = true;
    };
  }, []);
  return config;
}
