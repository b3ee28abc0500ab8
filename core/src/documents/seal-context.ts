/** Bound to the seal as associated data, so that a sealed key opens for its own account alone. Free of schemas. */
export function toSealContext(deskId: string, accountId: string): string {
  return `tapedeck/account-key/1/${deskId}/${accountId}`;
}
