/** The consent page as the seller sees it: plain forms without scripts, so keyboard and screen reader just work. */
import { html } from 'hono/html';
import type { Seller, Shop } from '../world/types.ts';

type Markup = ReturnType<typeof html>;
export type ConsentRequest = { path: string; serviceId: string; state: string | undefined };

const STYLE = `
  :root { color-scheme: light dark; --line: #d5d8de; --accent: #0b6bcb; --muted: #5c6470; --panel: #fff; --ground: #f3f5f8; --text: #16181d }
  @media (prefers-color-scheme: dark) { :root { --line: #3a3f48; --accent: #6cb2ff; --muted: #a3abb8; --panel: #1d2026; --ground: #121418; --text: #eceff4 } }
  body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif }
  main { max-width: 34rem; margin: 4rem auto; padding: 2rem; background: var(--panel); border: 1px solid var(--line); border-radius: 12px }
  h1 { font-size: 1.35rem; margin: 0 0 .5rem } p { color: var(--muted); margin: 0 0 1rem }
  fieldset { border: 0; margin: 0 0 1rem; padding: 0 } legend { font-weight: 600; margin-bottom: .5rem }
  label { display: flex; gap: .75rem; align-items: center; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: 8px; margin-bottom: .5rem; cursor: pointer }
  label small { color: var(--muted); margin-left: auto }
  ul { color: var(--muted); padding-left: 1.2rem }
  .actions { display: flex; gap: .75rem; justify-content: flex-end; margin-top: 1.5rem }
  button { font: inherit; padding: .55rem 1.25rem; border-radius: 8px; border: 1px solid var(--line); background: none; color: inherit; cursor: pointer }
  button.main { background: var(--accent); border-color: var(--accent); color: var(--panel) }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
  .note { font-size: .85rem; margin: 1.5rem 0 0 }
`;
const SCOPE_WORDS = [
  'Shop and authorisation details',
  'Products, categories and stock',
  'Orders, packages, returns and cancellations',
  'Conversations with buyers',
  'Statements and shop analytics',
];

/** First step: stands for the sign-in of a real seller. */
export function sellerPage(request: ConsentRequest, appName: string, sellers: readonly Seller[]) {
  return layout(
    'Choose the seller account',
    html`<p>${appName} asks to connect to your shops. Which account do you sign in with?</p>
      <form method="get" action="${request.path}">
        ${hidden(request)}
        <fieldset>
          <legend>Seller account</legend>
          ${sellers.map(
            (seller, index) => html`<label
              ><input type="radio" name="seller_id" value="${seller.id}" required data-testid="consent-seller-${seller.id}" ${index === 0 ? 'checked' : ''} />
              <span>${seller.name}</span><small>${seller.shopIds.length} shops</small></label
            >`,
          )}
        </fieldset>
        <div class="actions"><button class="main" data-testid="consent-continue">Continue</button></div>
      </form>`,
  );
}

type ShopsPage = { request: ConsentRequest; appName: string; seller: Seller; shops: readonly Shop[] };

/** Second step: all shops are ticked, as a seller mostly wants; Agree comes first because Enter on a tick presses the first button. */
export function shopsPage({ request, appName, seller, shops }: ShopsPage) {
  return layout(
    `Authorise ${appName}`,
    html`<p>${appName} will be able to read, for the shops you tick:</p>
      <ul>
        ${SCOPE_WORDS.map((words) => html`<li>${words}</li>`)}
      </ul>
      <form method="post" action="${request.path}">
        ${hidden(request)}<input type="hidden" name="seller_id" value="${seller.id}" />
        <fieldset>
          <legend>Shops of ${seller.name}</legend>
          ${shops.map(
            (shop) => html`<label
              ><input type="checkbox" name="shop_id" value="${shop.id}" checked data-testid="consent-shop-${shop.id}" data-market="${shop.market}" />
              <span>${shop.name}</span><small>${shop.market} · ${shop.code}</small></label
            >`,
          )}
        </fieldset>
        <div class="actions">
          <button class="main" name="decision" value="agree" data-testid="consent-agree">Agree</button>
          <button name="decision" value="cancel" data-testid="consent-cancel">Cancel</button>
        </div>
      </form>`,
  );
}

export function refusalPage(why: string) {
  return layout('This authorisation cannot go on', html`<p role="alert" data-testid="consent-error">${why}</p>`);
}

/** Carried along unchanged: the app gets its state back byte for byte. */
function hidden(request: ConsentRequest): Markup {
  return html`<input type="hidden" name="service_id" value="${request.serviceId}" />${
    request.state === undefined ? '' : html`<input type="hidden" name="state" value="${request.state}" />`
  }`;
}

function layout(title: string, content: Markup) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
          <p class="note">Simulated platform: no real account is touched.</p>
        </main>
      </body>
    </html>`;
}
