import type { Opening } from '@tradewind/contract';
import { type Selectable, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { type Caller, mayUseShop } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { type OpeningGround, type OpeningWish, openingVerdictOf, readOpeningGround } from '../opening-verdict.ts';

export type OpeningRow = Selectable<TenantTables['opening']>;
type Tools = Pick<Services, 'clock' | 'channels'>;
type Asked = { services: Tools; caller: Pick<Caller, 'shopIds'> };

/** Whoever is bound to some shops sees the applications that come from one of them. */
export function visibleOpenings(tx: TenantTx, { shopIds }: Pick<Caller, 'shopIds'>) {
  const all = tx.selectFrom('opening').selectAll();
  return shopIds === null ? all : all.where(sql<boolean>`source_shop_id = ANY (${shopIds}::uuid[])`);
}

export async function visibleOpening(tx: TenantTx, caller: Pick<Caller, 'shopIds'>, openingId: string): Promise<OpeningRow | undefined> {
  return visibleOpenings(tx, caller).where('id', '=', openingId).executeTakeFirst();
}

/** What a person may still change; everything else is with the platform, or has ended. */
export const isChangeable = ({ status }: Pick<OpeningRow, 'status'>): boolean =>
  status === 'draft' || status === 'needs-documents' || status === 'rejected';

export async function openingViews(tx: TenantTx, { services, caller }: Asked, rows: readonly OpeningRow[]): Promise<Opening[]> {
  if (rows.length === 0) return [];
  const shops = await shopsInScope(tx, { caller: { shopIds: null }, shopIds: [...new Set(rows.map((row) => row.source_shop_id))] });
  const entities = await tx.selectFrom('legal_entity').select(['id', 'name', 'jurisdiction']).execute();
  const ids = rows.map(({ id }) => id);
  const steps = await tx.selectFrom('opening_step').selectAll().where('opening_id', 'in', ids).execute();
  const opened = await openedShops(tx, rows);
  const sources = shops.filter(({ state }) => state !== 'unbound');
  const ground = rows.some(isChangeable) ? await readOpeningGround(tx, { sources, now: services.clock.now() }) : null;
  return rows.map((row) => {
    const source = shops.find(({ id }) => id === row.source_shop_id);
    const legalEntity = entities.find(({ id }) => id === row.legal_entity_id);
    if (!source || !legalEntity) throw new Error('an opening without its shop or entity');
    return viewOf(row, {
      source,
      legalEntity,
      steps: steps.filter((step) => step.opening_id === row.id).sort(byCourse),
      // Named only to those who may see it.
      opened: opened.find((shop) => isOpened(row, source, shop) && mayUseShop(caller, shop.id)) ?? null,
      ground,
      tools: services,
    });
  });
}

export async function openingView(tx: TenantTx, asked: Asked, row: OpeningRow): Promise<Opening> {
  const [view] = await openingViews(tx, asked, [row]);
  if (!view) throw new Error('an opening without its view');
  return view;
}

type OpenedShop = { id: string; name: string; channel: string; channel_shop_id: string };

/** The platform's instants are whole seconds and ours are not: within an attempt each state comes once, in its course. */
const course: readonly Opening['status'][] = [
  'draft',
  'submitting',
  'submitted',
  'in-review',
  'needs-documents',
  'rejected',
  'approved',
  'open',
];
type Step = Selectable<TenantTables['opening_step']>;
const byCourse = (a: Step, b: Step): number => a.attempt - b.attempt || course.indexOf(a.status) - course.indexOf(b.status);

const isOpened = (row: OpeningRow, { channel }: Pick<ShopInScope, 'channel'>, shop: OpenedShop): boolean =>
  shop.channel === channel && shop.channel_shop_id === row.opened_channel_shop_id;

async function openedShops(tx: TenantTx, rows: readonly OpeningRow[]): Promise<OpenedShop[]> {
  const opened = rows.flatMap((row) => row.opened_channel_shop_id ?? []);
  if (opened.length === 0) return [];
  return tx
    .selectFrom('shop')
    .select(['id', 'name', 'channel', 'channel_shop_id'])
    .where('channel_shop_id', 'in', opened)
    .where('state', '!=', 'unbound')
    .execute();
}

type Around = {
  source: ShopInScope;
  legalEntity: Opening['legalEntity'];
  steps: readonly Step[];
  opened: OpenedShop | null;
  ground: OpeningGround | null;
  tools: Tools;
};

/** The cast of the channel: shops are written from a ChannelName. */
const hasWay = ({ channels }: Tools, { channel }: Pick<ShopInScope, 'channel'>): boolean =>
  channels[channel as keyof Tools['channels']]?.openings !== undefined;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

function viewOf(row: OpeningRow, { source, legalEntity, steps, opened, ground, tools }: Around): Opening {
  const verdict = ground?.sources.has(source.id) && isChangeable(row) ? openingVerdictOf(ground, wishOf(row, legalEntity)).verdict : null;
  // While an application is handed in anew, the answer to the last one is no longer the answer.
  const answered = row.status === 'submitting' ? null : row.channel_opening_id;
  return {
    id: row.id,
    sourceShop: shopChip(source),
    targetMarket: row.target_market,
    legalEntity,
    category: row.category,
    brandOwner: row.brand_owner,
    licenceNamesOnlineSales: row.licence_names_online_sales,
    documentIds: row.document_ids,
    status: row.status,
    verdict,
    reasons: row.reasons,
    problem: row.problem,
    isSendable: hasWay(tools, source),
    history: steps.map((step) => ({ status: step.status, at: step.at.toISOString(), attempt: step.attempt, reasons: step.reasons })),
    documents: row.submitted.map(({ type, documentId, validUntil }) => ({
      type,
      documentId,
      validUntil: validUntil === null ? null : new Date(validUntil).toISOString(),
    })),
    platform: answered === null ? null : platformOf(row, answered),
    openedShop: row.opened_channel_shop_id
      ? { channelShopId: row.opened_channel_shop_id, shop: opened && { id: opened.id, name: opened.name } }
      : null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    submittedAt: iso(row.submitted_at),
  };
}

const platformOf = (row: OpeningRow, channelOpeningId: string): NonNullable<Opening['platform']> => ({
  channelOpeningId,
  path: row.channel_path,
  pathReasons: row.channel_path_reasons,
  deposit: row.deposit,
});

export const wishOf = (row: OpeningRow, legalEntity: { id: string; jurisdiction: string }): OpeningWish => ({
  openingId: row.id,
  sourceShopId: row.source_shop_id,
  targetMarket: row.target_market,
  legalEntity,
  category: row.category,
  brandOwner: row.brand_owner,
  licenceNamesOnlineSales: row.licence_names_online_sales,
  documentIds: row.document_ids,
});
