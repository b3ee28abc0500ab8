'use client';

import { useEffect, useState } from 'react';
import type { WebConfig } from '@tapedeck/core/web-config';
import { loadConfig } from './config.ts';

/** `/config.json` once it is here. */
export function useConfig(): WebConfig | undefined {
  const [config, setConfig] = useState<WebConfig>();
  useEffect(() => {
    let ended = false;
    void loadConfig().then((loaded) => {
      if (!ended) setConfig(loaded);
    });
    return () => {
      ended = true;
    };
  }, []);
  return config;
}
