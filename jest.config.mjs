/** One configuration, one project a room. `npm run jest -- --selectProjects core` runs one of them. */
const swc = (tsx) => [
  '@swc/jest',
  {
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', tsx },
      transform: { react: { runtime: 'automatic' } },
    },
    module: { type: 'commonjs' },
  },
];

const node = (displayName, rootDir = displayName) => ({
  displayName,
  rootDir: `${import.meta.dirname}/${rootDir}`,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/build/'],
  transform: { '\\.[cm]?tsx?$': swc(false) },
});

export default {
  projects: [
    node('core', 'core/src'),
    node('simulator', 'simulator/src'),
    node('worker'),
    node('functions', 'functions/src'),
    node('scripts'),
    node('rules', 'tests/rules'),
    node('integration', 'tests/integration'),
    node('processes', 'tests/processes'),
    {
      displayName: 'web',
      rootDir: `${import.meta.dirname}/web`,
      testEnvironment: '<rootDir>/test/jsdom-environment.mjs',
      testMatch: ['<rootDir>/**/*.test.{ts,tsx}'],
      testPathIgnorePatterns: ['/node_modules/', '/out/', '/.next/'],
      transform: { '\\.[cm]?tsx?$': swc(true) },
      moduleNameMapper: { '^@/(.*)$': '<rootDir>/$1', '\\.css$': '<rootDir>/test/style-stub.js' },
      setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
    },
  ],
};
