import { pages } from '../../../web/components/shell/pages.ts';

/** Every page of the desk that a person can open. */
export const deskPages: readonly string[] = pages.map(({ href }) => href);

/** Every page that needs no sign-in. */
export const openPages = {
  'sign-in': '/sign-in',
  'sign-in-new': '/sign-in?new=1',
  invite: `/invite?desk=demo&invite=one&token=${'t'.repeat(43)}`,
} as const;
