import {
  collections,
  deskDocumentSchema,
  documents,
  openDeskAnswerSchema,
  userDocumentSchema,
  type OpenDeskAnswer,
} from '@tapedeck/core';
import { call, connectAdmin, createDesk, signUp, type Person } from './functions-client.ts';

const admin = connectAdmin();

afterAll(() => admin.terminate());

async function open(person: Person): Promise<OpenDeskAnswer> {
  const { status, result } = await call('openDesk', null, person);
  expect(status).toBe(200);
  return openDeskAnswerSchema.parse(result);
}

test('the first sign-in makes a desk whose owner the person is', async () => {
  const person = await signUp('Ada Lovelace');
  const answer = await open(person);
  expect(answer).toMatchObject({ created: true, desks: [{ name: "Ada Lovelace's desk", role: 'owner' }] });
  const [first] = answer.desks;
  const desk = deskDocumentSchema.parse((await admin.doc(documents.desk(first!.id)).get()).data());
  expect(desk).toMatchObject({
    name: "Ada Lovelace's desk",
    members: { [person.uid]: 'owner' },
    people: { [person.uid]: { name: 'Ada Lovelace', email: person.email } },
    tradingState: { mode: 'ACTIVE', epoch: 0 },
  });
  const user = userDocumentSchema.parse((await admin.doc(documents.user(person.uid)).get()).data());
  expect(user.deskIds).toEqual([first!.id]);
  const entry = await admin.doc(documents.activity(first!.id, 'desk-opened')).get();
  expect(entry.get('summary')).toBe('Ada Lovelace opened this desk.');
});

test('a person without a name is called by the e-mail address', async () => {
  const person = await signUp();
  const [desk] = (await open(person)).desks;
  expect(desk?.name).toBe(`${person.email.split('@')[0]}'s desk`);
});

test('the next sign-in finds the same desk', async () => {
  const person = await signUp();
  const first = await open(person);
  expect(await open(person)).toEqual({ ...first, created: false });
});

test('two tabs at once make one desk', async () => {
  const person = await signUp();
  const answers = await Promise.all([open(person), open(person), open(person)]);
  expect(answers.filter(({ created }) => created)).toHaveLength(1);
  expect(new Set(answers.map(({ desks }) => desks[0]?.id)).size).toBe(1);
  const made = await admin.collection(collections.desks).where(`members.${person.uid}`, '==', 'owner').count().get();
  expect(made.data().count).toBe(1);
});

test('somebody invited before the first sign-in gets no desk of their own', async () => {
  const person = await signUp();
  const { deskId } = await createDesk(admin, { viewer: person });
  await admin.doc(documents.user(person.uid)).set({ name: 'Vic', deskIds: [deskId], createdAtMs: 1 });
  expect(await open(person)).toEqual({ created: false, desks: [{ id: deskId, name: 'Test desk', role: 'viewer' }] });
});

test('somebody who was taken off their only desk gets one of their own', async () => {
  const person = await signUp();
  const { deskId } = await createDesk(admin, { owner: await signUp() });
  await admin.doc(documents.user(person.uid)).set({ name: 'Vic', deskIds: [deskId], createdAtMs: 1 });
  const answer = await open(person);
  expect(answer.created).toBe(true);
  expect(answer.desks.map(({ id }) => id)).not.toContain(deskId);
});

test('nobody signed in gets nothing', async () => {
  expect(await call('openDesk', null)).toMatchObject({ status: 401, code: 'unauthenticated' });
});

test('values sent along are refused', async () => {
  const outcome = await call('openDesk', { role: 'owner' }, await signUp());
  expect(outcome).toMatchObject({ status: 400, code: 'invalid-input' });
});
