import { expect, test } from 'vitest';
import { parseRates } from './ecb-xml.ts';

const feed = (cubes: string) =>
  `<?xml version="1.0"?><gesmes:Envelope xmlns:gesmes="x"><gesmes:Sender><gesmes:name>Some Bank</gesmes:name></gesmes:Sender><Cube>${cubes}</Cube></gesmes:Envelope>`;

test('days and rates, with the sender as the source', () => {
  expect(
    parseRates(feed('<Cube time="2026-11-20"><Cube currency="USD" rate="1.0832"/><Cube currency="JPY" rate="163.1"/></Cube>')),
  ).toEqual([
    { source: 'Some Bank', currency: 'USD', on: '2026-11-20', perEuro: '1.0832' },
    { source: 'Some Bank', currency: 'JPY', on: '2026-11-20', perEuro: '163.1' },
  ]);
});

test.each([
  ['a comma for a point', '<Cube time="2026-11-20"><Cube currency="USD" rate="1,08"/></Cube>', 'bad rate'],
  ['a rate of nothing', '<Cube time="2026-11-20"><Cube currency="USD" rate="0.000"/></Cube>', 'bad rate'],
  ['a day that is none', '<Cube time="20.11.2026"><Cube currency="USD" rate="1"/></Cube>', 'bad day'],
  ['no rates', '<Cube time="2026-11-20"></Cube>', 'no rates'],
])('%s is refused', (_name, cubes, message) => {
  expect(() => parseRates(feed(cubes))).toThrow(message);
});

test('a document that is cut off is refused', () => {
  expect(() => parseRates(feed('<Cube time="2026-11-20"><Cube currency="USD" rate="1"/></Cube>').slice(0, -10))).toThrow();
});
