import { Firestore } from '@google-cloud/firestore';

/**
 * The connection to Firestore; to the emulator where FIRESTORE_EMULATOR_HOST says so. Reconnects within a second: the
 * library's own pause grows to two minutes, which is too long for a live desk.
 */
export function openFirestore(projectId: string): Firestore {
  return new Firestore({
    projectId,
    ignoreUndefinedProperties: true,
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 1_000,
  });
}
