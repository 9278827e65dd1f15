/**
 * Labels and packing slips as PDF, drawn when they are asked for. The address of a document is a secret of its own that ends after a day,
 * as with the platform's: who has it needs no token.
 */
import { createHmac } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import { hashText } from '../world/random.ts';
import type { Simulation } from '../world/simulation-type.ts';
import type { Instant, Order, Package } from '../world/types.ts';
import { code128 } from './code-128.ts';
import { linesOf, weightGrams } from './operations/packages.ts';
import { type PdfBar, type PdfPage, type PdfText, pdfOf } from './pdf.ts';

export const DOCUMENT_TYPES = ['SHIPPING_LABEL', 'PACKING_SLIP', 'SHIPPING_LABEL_AND_PACKING_SLIP'] as const;
export const DOCUMENT_SIZES = ['A6', 'A5'] as const;
const SIZES_MM = { A6: [105, 148], A5: [148, 210] } as const;
const LASTS_MS = 24 * 3_600_000;
const MARGIN = 6;
const ROWS_MAX = 18;

const request = z.object({
  packageId: z.string().regex(/^\d{1,20}$/),
  type: z.enum(DOCUMENT_TYPES),
  size: z.enum(DOCUMENT_SIZES),
});
type DocumentRequest = z.output<typeof request>;
const addressed = request.extend({ until: z.string().regex(/^\d{1,15}$/), key: z.string() });

/** Three to eleven seconds after it was shipped, always the same for one package; null while it is not. */
export const readyAt = ({ id, shippedAt }: Package): Instant | null =>
  shippedAt === null ? null : shippedAt + (3 + (hashText(id) % 9)) * 1000;

export function documentUrl(place: { origin: string; seed: number; now: Instant }, { packageId, type, size }: DocumentRequest): string {
  const until = String(place.now + LASTS_MS);
  const key = keyOf(place.seed, { packageId, type, size, until });
  return `${place.origin}/documents?${new URLSearchParams({ packageId, type, size, until, key })}`;
}

const keyOf = (seed: number, { packageId, type, size, until }: DocumentRequest & { until: string }): string =>
  createHmac('sha256', `sandbox documents ${seed}`).update([packageId, type, size, until].join('|')).digest('hex').slice(0, 32);

export function documents(current: () => Simulation): Hono {
  const hono = new Hono();
  hono.get('/documents', (c) => {
    const sim = current();
    const asked = addressed.safeParse(c.req.query()).data;
    const parcel = asked && sim.world.packages.get(asked.packageId);
    if (!asked || !parcel || asked.key !== keyOf(sim.world.seed, asked)) return c.text('No such document.', 404);
    if (Number(asked.until) < sim.now()) return c.text('The address of this document has ended, ask for it anew.', 403);
    const bytes = pdfOf(pagesOf(sim, parcel, asked));
    return c.body(new Uint8Array(bytes).buffer, 200, { 'content-type': 'application/pdf', 'cache-control': 'no-store' });
  });
  return hono;
}

function pagesOf(sim: Simulation, parcel: Package, { type, size }: DocumentRequest): PdfPage[] {
  const orders = parcel.orderIds.flatMap((id) => sim.world.orders.get(id) ?? []);
  const [widthMm, heightMm] = SIZES_MM[size];
  const label = { widthMm, heightMm, ...labelOf(sim, parcel, orders) };
  const slip = { widthMm, heightMm, texts: slipOf(sim, parcel), bars: [] };
  if (type === 'SHIPPING_LABEL') return [label];
  return type === 'PACKING_SLIP' ? [slip] : [label, slip];
}

const textAt = (y: number, text: string, style: { size?: number; isBold?: boolean } = {}): PdfText => ({
  x: MARGIN,
  y,
  text,
  size: style.size ?? 9,
  ...(style.isBold ? { isBold: true } : {}),
});

function labelOf(sim: Simulation, parcel: Package, orders: readonly Order[]): { texts: PdfText[]; bars: PdfBar[] } {
  const [order] = orders;
  const { name = '', phone = '', address } = order?.buyer ?? {};
  const from = sim.world.warehouses.get(order?.warehouseId ?? '');
  const texts = [
    textAt(12, parcel.providerName, { size: 16, isBold: true }),
    textAt(18, `From: ${from?.name ?? ''}, ${from?.city ?? ''}, ${from?.region ?? ''}`, { size: 7 }),
    textAt(28, name, { size: 12, isBold: true }),
    textAt(34, address?.line1 ?? ''),
    textAt(39, [address?.postalCode, address?.city, address?.state].filter(Boolean).join(' ')),
    textAt(44, `${address?.region ?? ''}   ${phone}`),
    textAt(84, parcel.trackingNumber ?? '', { size: 11, isBold: true }),
    textAt(92, `Package ${parcel.id}`, { size: 7 }),
    textAt(96, `Orders ${parcel.orderIds.join(' ')}`, { size: 7 }),
    textAt(100, `${parcel.lineIds.length} units, ${weightGrams(parcel, sim)} g, ${parcel.handover?.method ?? 'DROP_OFF'}`, { size: 7 }),
  ];
  return { texts, bars: barcode(parcel.trackingNumber ?? '') };
}

/** A third of a millimetre a module: a number of fifteen letters fits the width of an A6 page. */
function barcode(text: string): PdfBar[] {
  const module = 0.33;
  let x = MARGIN + 4;
  return code128(text).flatMap((width, index) => {
    const bar = { x, y: 54, width: width * module, height: 24 };
    x += bar.width;
    return index % 2 === 0 ? [bar] : [];
  });
}

function slipOf(sim: Simulation, parcel: Package): PdfText[] {
  const quantities = new Map<string, number>();
  for (const { skuId } of linesOf(parcel, sim)) quantities.set(skuId, (quantities.get(skuId) ?? 0) + 1);
  const rows = [...quantities].slice(0, ROWS_MAX).map(([skuId, quantity], index) => {
    const sku = sim.world.skus.get(skuId);
    return textAt(28 + index * 6, `${quantity} x  ${sku?.sellerSku ?? ''}  ${sku?.name ?? ''}`.slice(0, 60), { size: 8 });
  });
  return [
    textAt(12, 'Packing slip', { size: 14, isBold: true }),
    textAt(18, `Package ${parcel.id}   Orders ${parcel.orderIds.join(' ')}`, { size: 7 }),
    ...rows,
  ];
}
