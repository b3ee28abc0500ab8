import path from 'node:path';
import { withSerwist } from '@serwist/turbopack';
import type { NextConfig } from 'next';

/** One static build for every environment: what differs stands in `/config.json`. */
const config: NextConfig = {
  output: 'export',
  images: { unoptimized: true },
  allowedDevOrigins: ['127.0.0.1'],
  transpilePackages: ['@tapedeck/core'],
  turbopack: { root: path.join(import.meta.dirname, '..') },
  devIndicators: false,
};
export default withSerwist(config);
