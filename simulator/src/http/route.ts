import type { VenueAccount } from '../venue/account-directory.ts';
import type { Params } from './params.ts';

interface RouteBase {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

export interface PublicRoute extends RouteBase {
  readonly signed: false;
  /** Answers the `result` of the envelope, or throws an ApiError. */
  readonly answer: (params: Params) => unknown;
}

export interface SignedRoute extends RouteBase {
  readonly signed: true;
  /** Requests a second and account. */
  readonly limit: (params: Params) => number;
  readonly answer: (params: Params, account: VenueAccount) => unknown;
}

export type Route = PublicRoute | SignedRoute;

export function publicGet(path: string, answer: PublicRoute['answer']): PublicRoute {
  return { method: 'GET', path, signed: false, answer };
}

/** Reads of one account: 50 a second. */
export function signedGet(path: string, answer: SignedRoute['answer']): SignedRoute {
  return { method: 'GET', path, signed: true, limit: () => 50, answer };
}

/** Changes by one account. */
export function signedPost(path: string, answer: SignedRoute['answer']): SignedRoute {
  return { method: 'POST', path, signed: true, limit: changesPerSecond, answer };
}

function changesPerSecond(params: Params): number {
  return params.text('category') === 'spot' ? 20 : 10;
}
