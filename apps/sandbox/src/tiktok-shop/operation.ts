/**
 * One operation of the API: where it lies, what it needs, and what it answers. The gateway checks
 * the rest. `{version}` stands for the YYYYMM in the path, `{name}` for an id.
 */
import { z } from 'zod';
import type { Simulation } from '../world/simulation-type.ts';
import type { Instant, Shop } from '../world/types.ts';
import { CODE, PlatformError } from './envelope.ts';
import type { Grant } from './grants.ts';
import type { Registrations } from './webhook-registrations.ts';

export type CipherRule = 'required' | 'optional' | 'none';

export type CallContext = {
  sim: Simulation;
  now: Instant;
  grant: Grant;
  /** The shop of the cipher; null where the operation takes none or none was sent. */
  shop: Shop | null;
  path: Readonly<Record<string, string>>;
  /** Where this sandbox is reached, for links to pictures. */
  origin: string;
  /** Searches show nothing that changed after this instant; moved back by the fault `staleRead`. */
  visibleUntil: Instant;
  registrations: Registrations;
};

export type RawInput = { query: Readonly<Record<string, string>>; body: unknown };
/** What a form of several parts holds: files as bytes, the rest as text. */
export type Form = Readonly<Record<string, string | Uint8Array>>;
export type Operation = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  template: string;
  versions: readonly string[];
  /** The scope key it needs; null where the reference names none. */
  scope: string | null;
  cipher: CipherRule;
  /** The body is a form of several parts, not JSON. */
  isUpload: boolean;
  run(context: CallContext, raw: RawInput): unknown;
};

type Spec<Q extends z.ZodType, B extends z.ZodType, C> = {
  method: Operation['method'];
  template: string;
  versions: readonly string[];
  /** The scope key it needs; null where the reference names none. */
  scope: string | null;
  isUpload?: boolean;
  query?: Q;
  body?: B;
  answer(call: C & { query: z.output<Q>; body: z.output<B> }): unknown;
};
type ShopCall = CallContext & { shop: Shop };

const Nothing = z.strictObject({});

/** An operation of one shop, named by its cipher. */
export function shopOperation<Q extends z.ZodType = typeof Nothing, B extends z.ZodType = typeof Nothing>(
  spec: Spec<Q, B, ShopCall>,
): Operation {
  return operation(spec, 'required', (context, shop) => ({ ...context, shop: shop ?? missing() }));
}

/** An operation of the whole grant, which refuses a cipher. */
export function grantOperation<Q extends z.ZodType = typeof Nothing, B extends z.ZodType = typeof Nothing>(
  spec: Spec<Q, B, CallContext>,
): Operation {
  return operation(spec, 'none', (context) => context);
}

/** An operation over the shop of the cipher, or over every granted shop when none is sent. */
export function anyShopOperation<Q extends z.ZodType = typeof Nothing, B extends z.ZodType = typeof Nothing>(
  spec: Spec<Q, B, CallContext & { shops: Shop[] }>,
): Operation {
  return operation(spec, 'optional', (context, shop) => ({ ...context, shops: shop ? [shop] : coveredShops(context) }));
}

/** The shops of the consent, and those that the seller has opened since: a consent is the seller account's. */
export function coveredShops({ sim, grant }: Pick<CallContext, 'sim' | 'grant'>): Shop[] {
  const { sellers, shops } = sim.world;
  const later = (sellers.get(grant.sellerId)?.shopIds ?? []).filter((id) => (shops.get(id)?.openedAt ?? 0) > grant.grantedAt);
  return [...new Set([...grant.shopIds, ...later])].flatMap((id) => shops.get(id) ?? []);
}

function operation<Q extends z.ZodType, B extends z.ZodType, C>(
  spec: Spec<Q, B, C>,
  cipher: CipherRule,
  widen: (context: CallContext, shop: Shop | null) => C,
): Operation {
  const { method, template, versions, scope } = spec;
  return {
    method,
    template,
    versions,
    scope,
    cipher,
    isUpload: spec.isUpload ?? false,
    run(context, raw) {
      // A spec without a schema has Nothing as its type: the default here is what the type says.
      const query = check((spec.query ?? Nothing) as Q, raw.query);
      const body = check((spec.body ?? Nothing) as B, raw.body ?? {});
      return spec.answer({ ...widen(context, context.shop), query, body });
    },
  };
}

function check<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const where = issue?.code === 'unrecognized_keys' ? issue.keys.join(',') : (issue?.path.join('.') ?? '');
  const why = issue?.code === 'unrecognized_keys' ? 'unknown parameter' : (issue?.message ?? 'invalid');
  throw new PlatformError(CODE.invalid, `Invalid parameter: ${where}: ${why}`);
}

function missing(): never {
  throw new PlatformError(CODE.shopCipherMissing, 'shop_cipher is required');
}
