/** A refusal in the venue's own terms: answered as `{retCode, retMsg, result: {}}` with HTTP status 200. */
export class ApiError extends Error {
  readonly retCode: number;

  constructor(retCode: number, retMsg: string) {
    super(retMsg);
    this.name = 'ApiError';
    this.retCode = retCode;
  }
}

/** Codes and messages as Bybit's v5 documentation lists them. */
export const apiErrors = {
  parameter: (what: string) => new ApiError(10001, `params error: ${what}`),
  clockSkew: (serverMs: number, clientMs: string, recvWindowMs: number) =>
    new ApiError(
      10002,
      `invalid request, please check your server timestamp or recv_window param. req_timestamp[${clientMs}],server_timestamp[${serverMs}],recv_window[${recvWindowMs}]`,
    ),
  invalidKey: () => new ApiError(10003, 'API key is invalid.'),
  badSignature: () => new ApiError(10004, 'error sign! please check your signature generation algorithm.'),
  rateLimit: () => new ApiError(10006, 'Too many visits. Exceeded the API Rate Limit.'),
  missingKey: () => new ApiError(10001, 'empty value: apiTimestamp[] apiKey[] apiSignature[]'),
  systemError: () => new ApiError(10016, 'System error. Please try again later.'),
  unknownPath: () => new ApiError(10017, 'request path not found or request method is invalid.'),
  keyExpired: () => new ApiError(33004, 'Your api key has expired.'),
} as const;
