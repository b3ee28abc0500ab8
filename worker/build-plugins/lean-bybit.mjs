import { replaceModules } from './replace-modules.mjs';

/** What ccxt's base class brings for exchanges that sign with curves; Bybit's keys sign with HMAC. */
export const leanBybit = [
  replaceModules('ccxt', {
    '@scure/starknet/index.js':
      'export const getStarkKey = undefined, ethSigToPrivate = undefined, sign = undefined, pedersen = undefined, ' +
      'keccak = undefined, poseidonHashMany = undefined;',
    '@noble/curves/secp256k1.js': 'export const secp256k1 = undefined;',
    '@noble/curves/nist.js': 'export const p256 = undefined;',
    'ccxt/js/src/static_dependencies/zklink/zklink-sdk-web.js': 'export default undefined;',
    'ccxt/js/src/static_dependencies/dydx-v4-client/helpers.js': 'export const Long = undefined;',
    'ccxt/js/src/protobuf/mexc/compiled.cjs': 'module.exports = {};',
  }),
];
