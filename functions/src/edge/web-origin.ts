export interface WebPlace {
  /** As the deployment says; empty where it says nothing. */
  readonly configured: string;
  /** Where the request's own page comes from, as its browser says; only believed on the emulator. */
  readonly requested: string | undefined;
  readonly isEmulated: boolean;
  readonly projectId: string;
}

function toOrigin(address: string | undefined): string | undefined {
  return address && URL.canParse(address) ? new URL(address).origin : undefined;
}

/**
 * Where links in mails lead: what is configured, else the project's own Hosting site. Beside the emulator, whose web app
 * has a port of its own in every run, it is the page that asks; anywhere else a request must not choose it.
 */
export function toWebOrigin({ configured, requested, isEmulated, projectId }: WebPlace): string {
  return toOrigin(configured) ?? (isEmulated ? toOrigin(requested) : undefined) ?? `https://${projectId}.web.app`;
}
