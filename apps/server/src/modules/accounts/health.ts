import type { Shop, ShopTrouble } from '@tradewind/contract';

/** What is known of a shop's connection. Instants are epoch milliseconds; null = has not happened. */
export type HealthFacts = {
  state: 'active' | 're-authorise' | 'unbound';
  tokenExpiresAt: number | null;
  authorisationExpiresAt: number | null;
  lastWebhookAt: number | null;
  lastSweptAt: number | null;
  boundAt: number;
  backfilled: boolean;
  sweepRepairs: number;
  parkedJobs: number;
  stoppedReason: string | null;
  lastError: { kind: string; code: string | null; message: string; at: number } | null;
};

const DAY_MS = 86_400_000;
const WORTH_SAYING_MS = 60_000;
const SWEEP_LATE_MS = 5 * 60_000;
const SILENT_MS = 2 * DAY_MS;
/** The platform itself warns 30 days before a consent ends. */
const CONSENT_WARNING_MS = 30 * DAY_MS;

/** Each trouble with who can mend it and how, the ones that lose money now first. An unbound shop has none. */
export function troublesOf(facts: HealthFacts, now: number): ShopTrouble[] {
  if (facts.state === 'unbound') return [];
  const troubles: ShopTrouble[] = [];
  const add = (trouble: Omit<ShopTrouble, 'since' | 'detail'>, since: number | null, detail: string | null = null) =>
    troubles.push({ ...trouble, since: since === null ? null : new Date(since).toISOString(), detail });
  if (facts.state === 're-authorise')
    add({ code: 're-authorise', severity: 'losing', owner: 'you', remedy: 're-authorise' }, facts.lastSweptAt);
  else addLive(facts, now, add);
  if (facts.stoppedReason)
    add({ code: 'invariant-failed', severity: 'losing', owner: 'workbench', remedy: 'report' }, null, facts.stoppedReason);
  if (facts.parkedJobs > 0)
    add({ code: 'jobs-parked', severity: 'losing', owner: 'workbench', remedy: 'report' }, null, String(facts.parkedJobs));
  if (facts.authorisationExpiresAt !== null && facts.authorisationExpiresAt - now < CONSENT_WARNING_MS)
    add({ code: 'authorisation-expiring', severity: 'soon', owner: 'you', remedy: 're-authorise' }, facts.authorisationExpiresAt);
  return troubles.sort((a, b) => Number(a.severity === 'soon') - Number(b.severity === 'soon'));
}

type Add = (trouble: Omit<ShopTrouble, 'since' | 'detail'>, since: number | null, detail?: string | null) => void;

function addLive(facts: HealthFacts, now: number, add: Add): void {
  const error = facts.lastError;
  // A call that failed once and was repeated is not worth a person's eye; one that keeps the shop from being read is.
  const isPassing = error?.kind === 'retry-later' || error?.kind === 'unknown-outcome';
  const isRead = facts.lastSweptAt !== null && now - facts.lastSweptAt <= WORTH_SAYING_MS;
  if (error && !(isPassing && isRead)) {
    const [code, owner, remedy] =
      error.kind === 'out-of-quota' || error.code === '36009002'
        ? (['rate-limited', 'platform', 'wait'] as const)
        : error.kind === 'rejected'
          ? (['channel-rejected', 'platform', 'contact-platform'] as const)
          : (['channel-unreachable', 'platform', 'wait'] as const);
    add({ code, severity: 'soon', owner, remedy }, error.at, error.code ? `${error.code}: ${error.message}` : error.message);
  }
  if (facts.backfilled && facts.lastSweptAt !== null && now - facts.lastSweptAt > SWEEP_LATE_MS)
    add({ code: 'sweep-late', severity: 'losing', owner: 'workbench', remedy: 'wait' }, facts.lastSweptAt);
  const heardAt = facts.lastWebhookAt ?? facts.boundAt;
  if (facts.backfilled && now - heardAt > SILENT_MS && facts.sweepRepairs > 0)
    add({ code: 'webhooks-silent', severity: 'soon', owner: 'platform', remedy: 'contact-platform' }, heardAt);
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

export function healthOf(facts: HealthFacts, now: number): Shop['health'] {
  return {
    tokenExpiresAt: iso(facts.tokenExpiresAt),
    authorisationExpiresAt: iso(facts.authorisationExpiresAt),
    lastWebhookAt: iso(facts.lastWebhookAt),
    lastSweptAt: iso(facts.lastSweptAt),
    lagSeconds: facts.lastSweptAt === null || facts.state === 'unbound' ? null : Math.max(0, Math.round((now - facts.lastSweptAt) / 1000)),
    sweepRepairs: facts.sweepRepairs,
    parkedJobs: facts.parkedJobs,
    troubles: troublesOf(facts, now),
  };
}
