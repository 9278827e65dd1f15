/**
 * A few papers of the demo merchant, filed the way a person would: so that a newcomer finds a vault with something in it, a gate that is
 * mostly open, one paper that ends soon, one that has ended and one that waits.
 */
import type { WorkbenchClient } from './client.ts';

const DAY_MS = 86_400_000;

/** `ends`: days from now; none = no end. */
type Paper = { type: string; country: string; markets: string; name: string; ends?: number; status?: string; category?: string };

const papers: readonly Paper[] = [
  { type: 'BUSINESS_LICENCE', country: 'CN', markets: '', name: 'Business licence' },
  { type: 'EPR_REGISTRATION', country: 'DE', markets: 'DE', name: 'EPR packaging Germany', ends: 24 },
  { type: 'EPR_REGISTRATION', country: 'FR', markets: 'FR', name: 'EPR packaging France', ends: 300 },
  { type: 'CPSC_DECLARATION', country: 'US', markets: 'US', name: 'CPSC declaration', ends: 200 },
  { type: 'SGS_TEST_REPORT', country: 'ID', markets: 'ID', name: 'SGS test report', ends: -6 },
  { type: 'UKCA_DECLARATION', country: 'GB', markets: 'GB', name: 'UKCA electronics', ends: 120, category: 'consumer-electronics' },
  { type: 'THAI_FDA', country: 'TH', markets: 'TH', name: 'Thai FDA cosmetics', status: 'pending', category: 'beauty-personal-care' },
  { type: 'BRAND_AUTHORISATION', country: 'CN', markets: '', name: 'Brand authorisation', ends: 500 },
];

export async function filePapers(client: WorkbenchClient, now: number): Promise<void> {
  if (await client.hasDocuments()) return;
  for (const { type, country, markets, name, ends, status = 'approved', category } of papers) {
    const query = new URLSearchParams({ type, country, status, fileName: `${name}.pdf` });
    if (markets) query.set('markets', markets);
    if (category) query.set('category', category);
    if (ends !== undefined) query.set('validUntil', new Date(now + ends * DAY_MS).toISOString().slice(0, 10));
    await client.fileDocument(query, pdfOf(name));
  }
}

/** One page with a line of text on it. */
function pdfOf(line: string): Uint8Array {
  const text = `BT /F1 24 Tf 72 720 Td (${line}: sample of the demo) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = pdf.length;
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  return new TextEncoder().encode(
    `${pdf}${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${pdf.length}\n%%EOF\n`,
  );
}
