import { Firestore } from '@google-cloud/firestore';

const longestPauseMs = 250;

/** Every field has to be named: what is given takes the place of the library's own as a whole. */
const impatient = {
  initial_retry_delay_millis: 50,
  retry_delay_multiplier: 1.3,
  max_retry_delay_millis: longestPauseMs,
  initial_rpc_timeout_millis: 60_000,
  rpc_timeout_multiplier: 1,
  max_rpc_timeout_millis: 60_000,
  total_timeout_millis: 600_000,
};
const methods = ['Commit', 'BatchGetDocuments', 'BeginTransaction', 'RunQuery'];

/**
 * The connection to Firestore; to the emulator where FIRESTORE_EMULATOR_HOST says so. After an outage it is back within
 * a moment: left alone, the library's pauses between attempts grow to a minute and those of its channel to two.
 */
export function openFirestore(projectId: string): Firestore {
  return new Firestore({
    projectId,
    ignoreUndefinedProperties: true,
    clientConfig: {
      interfaces: {
        'google.firestore.v1.Firestore': {
          retry_params: { impatient },
          methods: Object.fromEntries(methods.map((name) => [name, { retry_params_name: 'impatient' }])),
        },
      },
    },
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.min_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': longestPauseMs,
  });
}
