import { GrpcStatus } from 'firebase-admin/firestore';
import { optimistically } from './optimistic.ts';

function failing(times: number, code: number): () => Promise<number> {
  let calls = 0;
  return () => {
    calls += 1;
    return calls > times ? Promise.resolve(calls) : Promise.reject(Object.assign(new Error('lost'), { code }));
  };
}

test.each([GrpcStatus.NOT_FOUND, GrpcStatus.ALREADY_EXISTS, GrpcStatus.FAILED_PRECONDITION, GrpcStatus.ABORTED])(
  'status %i is tried again until it holds',
  async (code) => {
    await expect(optimistically(failing(3, code))).resolves.toBe(4);
  },
);

test('any other failure is passed on at once', async () => {
  await expect(optimistically(failing(1, GrpcStatus.PERMISSION_DENIED))).rejects.toThrow('lost');
});

test('a race lost without end is told as one that may be sent again', async () => {
  await expect(optimistically(failing(1_000, GrpcStatus.ABORTED))).rejects.toMatchObject({ code: 'retryable' });
});
