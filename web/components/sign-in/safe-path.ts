/** Only a path of this site: an address from elsewhere must not decide where a person lands. */
export function safePath(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/';
}
