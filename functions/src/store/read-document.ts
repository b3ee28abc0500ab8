import { AppError } from '@tapedeck/core';
import type { DocumentSnapshot } from 'firebase-admin/firestore';

interface Schema<Value> {
  safeParse(value: unknown): { success: true; data: Value } | { success: false; error: { message: string } };
}

/** The document as its schema reads it; undefined where there is none. A stored document of another shape is our fault. */
export function readDocument<Value>(schema: Schema<Value>, snapshot: DocumentSnapshot): Value | undefined {
  if (!snapshot.exists) return undefined;
  const parsed = schema.safeParse(snapshot.data());
  if (parsed.success) return parsed.data;
  throw new AppError('internal', `${snapshot.ref.path} is not of its shape: ${parsed.error.message}`);
}
