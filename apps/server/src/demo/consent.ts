/**
 * Walks a platform's consent page as the seller's browser would: reads the forms, ticks what is wanted, submits, and
 * follows the redirect back to the workbench with the session's cookie. Nothing is called that a person could not click.
 */
type Field = { name: string; value: string; type: string; checked: boolean };
type Form = { method: string; action: string; fields: Field[] };

const attribute = (tag: string, name: string): string | null => {
  const found = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined
    ? null
    : found.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
};

function readForm(html: string): Form {
  const form = /<form\b[^>]*>[\s\S]*?<\/form>/.exec(html)?.[0];
  if (!form) throw new Error('the consent page shows no form');
  const fields = [...form.matchAll(/<(?:input|button)\b[^>]*>/g)].map(
    ([tag]): Field => ({
      name: attribute(tag, 'name') ?? '',
      value: attribute(tag, 'value') ?? '',
      type: tag.startsWith('<button') ? 'submit' : (attribute(tag, 'type') ?? 'text'),
      checked: /\bchecked\b/.test(tag),
    }),
  );
  return { method: (attribute(form, 'method') ?? 'get').toLowerCase(), action: attribute(form, 'action') ?? '', fields };
}

export type Consent = { authorizeUrl: string; sellerId: string; shopIds: readonly string[]; cookie: string };

export async function giveConsent({ authorizeUrl, sellerId, shopIds, cookie }: Consent): Promise<void> {
  const first = readForm(await page(authorizeUrl));
  const sellerPage = new URL(first.action, authorizeUrl);
  for (const field of first.fields) if (field.type === 'hidden') sellerPage.searchParams.set(field.name, field.value);
  sellerPage.searchParams.set('seller_id', sellerId);
  const second = readForm(await page(sellerPage.href));
  const body = new URLSearchParams();
  for (const field of second.fields) {
    if (field.type === 'hidden') body.append(field.name, field.value);
    if (field.type === 'checkbox' && shopIds.includes(field.value)) body.append(field.name, field.value);
  }
  body.append('decision', 'agree');
  const answer = await fetch(new URL(second.action, authorizeUrl), { method: 'POST', body, redirect: 'manual' });
  const back = answer.headers.get('location');
  if (!back) throw new Error(`the consent page answered ${answer.status} and sent nobody back`);
  const returned = await fetch(back, { headers: { cookie }, redirect: 'manual' });
  if (!returned.headers.get('location')?.startsWith('/shops?authorization='))
    throw new Error(`the workbench did not take the consent: ${returned.status} ${returned.headers.get('location') ?? ''}`);
}

async function page(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the consent page answers ${answer.status}`);
  return answer.text();
}
