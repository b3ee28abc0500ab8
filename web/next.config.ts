import path from 'node:path';
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
export default config;
