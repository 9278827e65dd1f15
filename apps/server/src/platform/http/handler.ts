import type { AnswerOf, ParsedOf, Role, RouteDefinition, RouteId, Routes, Scope } from '@tradewind/contract';
import type { Refusal } from './problem.ts';

/** Who is asking. For a key `role` and `email` are null; `shopIds` null means every shop of the merchant. */
export type Caller = {
  kind: 'user' | 'api-key';
  id: string;
  name: string;
  email: string | null;
  merchantId: string;
  role: Role | null;
  scopes: ReadonlySet<Scope>;
  shopIds: string[] | null;
  /** Absent for a key. */
  sessionId?: string;
};

export type FileAnswer = { file: { name: string; mediaType: string; bytes: Uint8Array } };

export type HandlerInput<R extends RouteDefinition> = ParsedOf<R> & { caller: Caller; requestId: string };

/** What a route object demands of its handler: the declared answer, a file where it says so, or a refusal. */
export type Handler<R extends RouteDefinition> = (
  input: HandlerInput<R>,
) => Promise<(R extends { file: readonly string[] } ? FileAnswer : AnswerOf<R>) | Refusal>;

export type Handlers = { [K in RouteId]: Handler<Routes[K]> };

export const mayUseShop = (caller: Pick<Caller, 'shopIds'>, shopId: string): boolean =>
  caller.shopIds === null || caller.shopIds.includes(shopId);

export { isRefusal, type Refusal, refuse } from './problem.ts';
