import { SaxesParser } from 'saxes';

export type PublishedRate = { source: string; currency: string; on: string; perEuro: string };

/**
 * The European Central Bank's XML: `Cube time="…"` holding `Cube currency="…" rate="…"`, against the euro; the sender's
 * name is taken as the source. Anything else in the document is passed over; a bad number or day is an error, never a rate.
 */
export function parseRates(xml: string): PublishedRate[] {
  const rates: PublishedRate[] = [];
  const parser = new SaxesParser({ xmlns: false });
  let source = '';
  let inName = false;
  let on: string | null = null;
  parser.on('opentag', (tag) => {
    inName = tag.name === 'gesmes:name';
    if (tag.name !== 'Cube') return;
    const { time, currency, rate } = tag.attributes;
    if (typeof time === 'string') on = checked(time, /^\d{4}-\d{2}-\d{2}$/, 'day');
    if (typeof currency === 'string' && typeof rate === 'string' && on !== null)
      rates.push({
        source,
        currency: checked(currency, /^[A-Z]{3}$/, 'currency'),
        on,
        perEuro: checked(rate, /^(?!0+(\.0*)?$)\d{1,12}(\.\d{1,12})?$/, 'rate'),
      });
  });
  parser.on('text', (text) => {
    if (inName) source = text.trim().slice(0, 200);
  });
  parser.on('closetag', () => {
    inName = false;
  });
  parser.write(xml).close();
  if (rates.length === 0) throw new Error('the feed holds no rates');
  return rates;
}

function checked(text: string, form: RegExp, what: string): string {
  if (!form.test(text)) throw new Error(`the feed holds a bad ${what}`);
  return text;
}
