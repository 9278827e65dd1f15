import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { check, loopbackOnly, refusal } from '../control/guard.ts';
import type { Simulation } from '../world/simulation-type.ts';
import { reviewsSheet } from './reviews-export.ts';
import { csvFile, xlsxFile } from './sheet-files.ts';
import { languageOf, violationsSheet } from './violations-export.ts';

/** Files that a person downloads in the seller centre, because the public API has no such list. No token: a browser's, on this machine only. */
const KINDS = {
  csv: { bytes: csvFile, type: 'text/csv; charset=utf-8' },
  xlsx: { bytes: xlsxFile, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
} as const;
const SHEETS = { violations: violationsSheet, reviews: reviewsSheet } as const;
const querySchema = z.strictObject({ shopId: z.string(), language: z.enum(['en', 'zh-CN']).optional() });

export function createSellerCentreApp(current: () => Simulation): Hono {
  const app = new Hono();
  app.use(loopbackOnly);
  app.get('/export/:file{(?:violations|reviews)\\.(?:csv|xlsx)}', (c) => {
    const { shopId, language } = check(c.req.query(), querySchema);
    const sim = current();
    sim.now();
    const shop = sim.world.shops.get(shopId);
    if (!shop) throw refusal(404, { code: 'not-found', message: 'No such shop.' });
    const seller = sim.world.sellers.get(shop.sellerId);
    const { bytes, type } = KINDS[c.req.param('file').endsWith('.csv') ? 'csv' : 'xlsx'];
    const sheetOf = SHEETS[c.req.param('file').startsWith('reviews') ? 'reviews' : 'violations'];
    const sheet = sheetOf(sim, shop, language ?? languageOf(seller?.baseRegion ?? ''));
    return c.body(new Uint8Array(bytes(sheet)), 200, {
      'content-type': type,
      'content-disposition': `attachment; filename="${c.req.param('file')}"`,
      'cache-control': 'no-store',
    });
  });
  app.onError((error) => {
    if (error instanceof HTTPException) return error.getResponse();
    throw error;
  });
  return app;
}
