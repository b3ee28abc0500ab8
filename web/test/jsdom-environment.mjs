import { TestEnvironment } from 'jest-environment-jsdom';

/** jsdom with the web globals that Node has and jsdom's window lacks. */
export default class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    Object.assign(this.global, {
      fetch,
      Headers,
      Request,
      Response,
      TextEncoder,
      TextDecoder,
      ReadableStream,
      TransformStream,
      structuredClone,
      AbortController,
      AbortSignal,
      Uint8Array,
    });
  }

  exportConditions() {
    return [''];
  }
}
