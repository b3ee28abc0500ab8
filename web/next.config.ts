import path from 'node:path';
import { withSerwist } from '@serwist/turbopack';
import type { NextConfig } from 'next';
import { PHASE_PRODUCTION_BUILD } from 'next/constants.js';
import { hintEagerCompile } from './hint-eager-compile.ts';
import { refuseEmulatorConfig } from './refuse-emulator-config.ts';

/** Where the development server gets `/config.json` from; a build has it beside its files. */
const configUrl = process.env['TAPEDECK_CONFIG_URL'];

/** One static build for every environment: what differs stands in `/config.json`. */
const config: NextConfig = {
  output: 'export',
  images: { unoptimized: true },
  allowedDevOrigins: ['127.0.0.1'],
  transpilePackages: ['@tapedeck/core'],
  turbopack: { root: path.join(import.meta.dirname, '..') },
  devIndicators: false,
  compiler: {
    runAfterProductionCompile: ({ distDir }) => {
      hintEagerCompile(path.join(distDir, 'static', 'chunks'));
      return Promise.resolve();
    },
  },
  ...(configUrl === undefined
    ? {}
    : { rewrites: () => Promise.resolve([{ source: '/config.json', destination: configUrl }]) }),
};

export default function configure(phase: string): NextConfig {
  if (phase === PHASE_PRODUCTION_BUILD) refuseEmulatorConfig(path.join(import.meta.dirname, 'public', 'config.json'));
  return withSerwist(config);
}
