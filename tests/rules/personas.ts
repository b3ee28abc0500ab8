import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';

/** A stranger is signed in and owns another desk. */
export const personas = ['owner', 'trader', 'viewer', 'stranger', 'signed out'] as const;
export type Persona = (typeof personas)[number];

export const deskId = 'desk-1';
export const strangersDeskId = 'desk-2';

export function uidOf(persona: Persona): string {
  return `${persona.replace(' ', '-')}-uid`;
}

export type Database = ReturnType<ReturnType<RulesTestEnvironment['unauthenticatedContext']>['firestore']>;

export function databaseOf(environment: RulesTestEnvironment, persona: Persona): Database {
  const context =
    persona === 'signed out' ? environment.unauthenticatedContext() : environment.authenticatedContext(uidOf(persona));
  return context.firestore();
}
