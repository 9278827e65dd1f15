import { Hono } from 'hono';
import { avalanche, hashText } from '../world/random.ts';
import type { Simulation } from '../world/simulation-type.ts';
import { DAY, localDay, localTime } from '../world/zone.ts';

/**
 * Exchange rates in the shape of the European Central Bank's history file, made up: base rates near those of 2025,
 * a slow wave and a little daily noise, on working days. A day's rate depends on the day alone, so it never changes
 * afterwards. The day's rates appear at 16:00 in Frankfurt, as the real ones do. More currencies than the bank has
 * (VND), because the sandbox's shops need them; the sender's name says that all of it is simulated.
 */
const PER_EURO: Record<string, number> = {
  USD: 1.09,
  GBP: 0.85,
  JPY: 163,
  CHF: 0.95,
  CNY: 7.75,
  HKD: 8.48,
  SGD: 1.45,
  MYR: 4.75,
  THB: 37.2,
  IDR: 17300,
  PHP: 62.4,
  VND: 27400,
  MXN: 20.3,
  BRL: 6.1,
  AUD: 1.66,
  CAD: 1.49,
  KRW: 1480,
  INR: 92.5,
  SEK: 11.3,
  PLN: 4.27,
};
const PUBLISHED_HOUR = 16;
const HISTORY_BEFORE_WORLD_DAYS = 30;

export function createFxApp(current: () => Simulation): Hono {
  const app = new Hono();
  app.get('/eurofxref-hist.xml', (c) => {
    const sim = current();
    return c.body(feed({ from: sim.world.startedAt - HISTORY_BEFORE_WORLD_DAYS * DAY, now: sim.now(), seed: sim.world.seed }), 200, {
      'content-type': 'application/xml; charset=utf-8',
    });
  });
  return app;
}

function feed(input: { from: number; now: number; seed: number }): string {
  const { hour } = localTime('Europe/Berlin', input.now);
  const lastDay = Math.floor(Date.parse(`${localDay('Europe/Berlin', input.now)}T00:00:00Z`) / DAY) - (hour < PUBLISHED_HOUR ? 1 : 0);
  const days: string[] = [];
  for (let day = lastDay; day >= Math.floor(input.from / DAY); day--) {
    const date = new Date(day * DAY);
    if (date.getUTCDay() === 0 || date.getUTCDay() === 6) continue;
    const rates = Object.entries(PER_EURO).map(
      ([currency, base]) => `<Cube currency="${currency}" rate="${rateOf(currency, base, { day, seed: input.seed })}"/>`,
    );
    days.push(`<Cube time="${date.toISOString().slice(0, 10)}">${rates.join('')}</Cube>`);
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">',
    '<gesmes:subject>Reference rates (simulated)</gesmes:subject>',
    '<gesmes:Sender><gesmes:name>Tradewind sandbox (simulated, not the European Central Bank)</gesmes:name></gesmes:Sender>',
    `<Cube>${days.join('\n')}</Cube>`,
    '</gesmes:Envelope>',
    '',
  ].join('\n');
}

function rateOf(currency: string, base: number, { day, seed }: { day: number; seed: number }): string {
  const start = hashText(`fx:${seed}:${currency}`);
  const noise = avalanche((start + day) >>> 0) / 4294967296 - 0.5;
  const rate = base * (1 + 0.018 * Math.sin((day / 61) * Math.PI + start) + 0.006 * noise);
  return rate.toFixed(rate > 1000 ? 2 : rate > 20 ? 3 : 4);
}
