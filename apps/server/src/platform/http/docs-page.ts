/** The OpenAPI document for people: one page, no script, no foreign asset, its one style under the page's nonce. */
import { problemCodes, type RouteDefinition } from '@tradewind/contract';
import { z } from 'zod';
import { statusOf } from './problem.ts';

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2933;background:#fff}
h1{font-size:1.5rem}h2{margin-top:2.5rem;border-bottom:1px solid #d5dce3}code,pre{font:13px/1.5 ui-monospace,monospace}
article{border:1px solid #d5dce3;border-radius:6px;padding:.6rem 1rem;margin:.8rem 0}h3{margin:0;font-size:1rem}
pre{background:#f3f6f8;padding:.6rem;overflow:auto;max-height:22rem}.verb{color:#0f6b6b;text-transform:uppercase}.note{color:#5a6772}
table{border-collapse:collapse}td{padding:.15rem 1rem .15rem 0}
@media(prefers-color-scheme:dark){body{color:#dde3e8;background:#14191e}pre{background:#1d242b}article,h2{border-color:#333d47}.verb{color:#5cc2bf}.note{color:#93a1ad}}`;

export function docsPage(routes: readonly RouteDefinition[], nonce: string): string {
  const nouns = groups(routes);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Tradewind API</title><style nonce="${nonce}">${STYLE}</style>
<h1>Tradewind API</h1>
<p>Send <code>Authorization: Bearer twk_…</code>. Lists take <code>limit</code> (at most 200) and <code>cursor</code> and answer
<code>{ items, nextCursor }</code>. Money is integer minor units with its currency. A POST marked <em>idempotent</em> honours
<code>Idempotency-Key</code> for 7 days. The same as a document for programs: <a href="/api/v1/openapi.json">openapi.json</a>.
<code>GET /api/v1/events</code> is a server-sent stream of “changed” hints.</p>
${[...nouns].map(([noun, of]) => `<h2 id="${escapeHtml(noun)}">${escapeHtml(noun)}</h2>${of.map(article).join('')}`).join('')}
<h2 id="problems">Problems</h2><p>Errors are <code>application/problem+json</code> (RFC 9457) with one of these codes.</p><table>
${problemCodes.map((code) => `<tr id="problem-${code}"><td><code>${code}</code></td><td>${statusOf(code)}</td></tr>`).join('')}</table></html>`;
}

function groups(routes: readonly RouteDefinition[]): Map<string, RouteDefinition[]> {
  const nouns = new Map<string, RouteDefinition[]>();
  for (const route of routes) {
    const noun = route.id.split('.')[0] ?? route.id;
    nouns.set(noun, [...(nouns.get(noun) ?? []), route]);
  }
  return nouns;
}

function article(route: RouteDefinition): string {
  const notes = [route.scope ? `scope ${route.scope}` : 'any signed-in caller', ...(route.idempotent ? ['idempotent'] : [])];
  const parts = { query: route.query, body: route.body, answer: route.answer };
  const schemas = Object.entries(parts).map(([name, schema]) =>
    schema ? `<details><summary>${name}</summary><pre>${schemaText(schema, name)}</pre></details>` : '',
  );
  return `<article id="${escapeHtml(route.id)}"><h3><span class="verb">${route.method}</span> <code>/api/v1${escapeHtml(route.path)}</code></h3>
<div>${escapeHtml(route.summary)}</div><div class="note">${notes.map(escapeHtml).join(' · ')} · answers ${route.status ?? 200}</div>${schemas.join('')}</article>`;
}

function schemaText(schema: z.ZodType, name: string): string {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: name === 'answer' ? 'output' : 'input', unrepresentable: 'any' });
  return escapeHtml(JSON.stringify(rest, null, 1));
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
