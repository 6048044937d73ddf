import type { CompanionProblem } from '../src/engine/companion/companion-finding.ts';

const blocked = new Set<string>();

/** Notes what the worker's own content security policy stops; call it before anything is fetched. */
export function watchPolicy(): void {
  self.addEventListener('securitypolicyviolation', (event) => {
    const { blockedURI } = event as SecurityPolicyViolationEvent;
    if (URL.canParse(blockedURI)) blocked.add(new URL(blockedURI).origin);
  });
}

/** The event comes after the failure that it explains. */
const EVENT_WITHIN_MS = 100;

/** Why nothing came from an address, as far as a browser lets a page know. */
export async function explainUnreachable(url: string): Promise<CompanionProblem> {
  await new Promise((resolve) => setTimeout(resolve, EVENT_WITHIN_MS));
  const { origin, protocol, hostname } = new URL(url);
  if (blocked.has(origin)) return 'page-policy';
  const isMixed =
    self.location.protocol === 'https:' && protocol === 'http:' && !LOOPBACK.test(hostname);
  return isMixed ? 'mixed-content' : 'unreachable';
}

/** Browsers trust what never leaves the machine. */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|.+\.localhost)$/;
