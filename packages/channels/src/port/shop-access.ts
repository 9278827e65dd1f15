/** What a call about one shop needs. Tokens arrive decrypted and are never kept by the channel. */
export type ShopAccess = { accessToken: string; cipher: string; channelShopId: string; currency: string };
/** What a call about everything one consent covers needs; the access to any of its shops will do. */
export type AccountAccess = Pick<ShopAccess, 'accessToken'>;

/** Lists by update time, oldest first, from inclusive to exclusive, so that a sweep can move its cursor forward. */
export type UpdatedRange = { updatedFrom: number; updatedTo: number; pageToken: string | null };
export type Page<T> = { items: T[]; nextToken: string | null; total: number | null };
/** What a row of a call over many came to. `code` is the platform's own, `message` its words for the person who must mend it. */
export type RowOutcome = { outcome: 'ok' } | { outcome: 'refused'; code: string; message: string };
