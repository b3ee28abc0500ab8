import { readFileSync } from 'node:fs';
import path from 'node:path';

interface IndexFile {
  readonly indexes: readonly {
    readonly collectionGroup: string;
    readonly queryScope: string;
    readonly fields: readonly { readonly fieldPath: string; readonly order: string }[];
  }[];
  readonly fieldOverrides: readonly {
    readonly collectionGroup: string;
    readonly fieldPath: string;
    readonly ttl?: boolean;
    readonly indexes: readonly { readonly queryScope: string; readonly order: string }[];
  }[];
}

const file: IndexFile = JSON.parse(readFileSync(path.join(__dirname, '..', '..', 'firestore.indexes.json'), 'utf8'));
const overridesOf = (group: string) => file.fieldOverrides.filter(({ collectionGroup }) => collectionGroup === group);

test.each(['live', 'quotes', 'instruments', 'paperAccounts', 'books'])('no field of %s is indexed', (group) => {
  expect(overridesOf(group)).toEqual([{ collectionGroup: group, fieldPath: '*', indexes: [] }]);
});

test.each([
  ['equity', 'atMs'],
  ['equity', 'equity'],
  ['equity', 'walletBalance'],
  ['activity', 'details'],
  ['commands', 'payload'],
  ['commands', 'result'],
  ['commands', 'history'],
  ['orders', 'evidence'],
])('%s.%s, which grows and is never asked for, is not indexed', (group, field) => {
  expect(overridesOf(group).find(({ fieldPath }) => fieldPath === field)?.indexes).toEqual([]);
});

test.each([
  ['commands', 'status', 'the worker listens for pending commands'],
  ['accounts', 'lease.epoch', 'the watchdog reads the accounts that had a worker'],
  ['notifications', 'condition', 'the watchdog reads the open alarms'],
  ['presence', 'at', 'the sweep reads lapsed presences'],
  ['commandRates', 'expiresAt', 'the sweep reads command buckets that are full again'],
])('%s.%s is indexed across desks: %s', (group, field) => {
  const found = overridesOf(group).find(({ fieldPath }) => fieldPath === field);
  expect(found?.indexes).toContainEqual({ order: 'ASCENDING', queryScope: 'COLLECTION_GROUP' });
});

test.each(['commands', 'invites'])('late %s are found by status and expiry across desks', (group) => {
  const found = file.indexes.find(({ collectionGroup }) => collectionGroup === group);
  expect(found?.queryScope).toBe('COLLECTION_GROUP');
  expect(found?.fields.map(({ fieldPath }) => fieldPath)).toEqual(['status', 'expiresAtMs']);
});

test.each(['accountId', 'positionId', 'kind'])('activity is read by %s, newest first', (field) => {
  const fields = [
    { fieldPath: field, order: 'ASCENDING' },
    { fieldPath: 'atMs', order: 'DESCENDING' },
  ];
  expect(file.indexes).toContainEqual({ collectionGroup: 'activity', queryScope: 'COLLECTION', fields });
});

test.each([
  ['orders', 'open', 'createdAtMs', 'working ones'],
  ['orders', 'open', 'updatedAtMs', 'those that ended last'],
  ['orders', 'status', 'updatedAtMs', 'those that ended in one way'],
  ['orders', 'instrumentId', 'updatedAtMs', 'those of a position'],
  ['fills', 'instrumentId', 'venueMs', 'those of a position'],
])('%s are read by %s, newest %s first: %s', (collectionGroup, field, time) => {
  const fields = [
    { fieldPath: field, order: 'ASCENDING' },
    { fieldPath: time, order: 'DESCENDING' },
  ];
  expect(file.indexes).toContainEqual({ collectionGroup, queryScope: 'COLLECTION', fields });
});
