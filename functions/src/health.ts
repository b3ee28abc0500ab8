import type { HttpsFunction, Request } from 'firebase-functions/https';
import own from '../package.json';

type Response = Parameters<HttpsFunction>[1];

export interface HealthAnswer {
  readonly status: 'ok';
  readonly version: string;
  /** ISO 8601, the function's clock. */
  readonly time: string;
}

/** Says that the functions answer, and which version of them. Reads nothing, so that it tells of nothing else. */
export function health(request: Pick<Request, 'method'>, response: Response, nowMs: () => number): void {
  response.set('Cache-Control', 'no-store');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response
      .set('Allow', 'GET, HEAD')
      .status(405)
      .json({ error: `${request.method} is not answered here. Use GET.` });
    return;
  }
  const answer: HealthAnswer = { status: 'ok', version: own.version, time: new Date(nowMs()).toISOString() };
  response.status(200).json(answer);
}
