/** The text of bench/README.md. The tables come from results/, the words from here; nobody edits the page itself. */
import type { PrintedFigure } from './figure.ts';
import type { Result } from './results.ts';

type Section = { name: string; measures: string; control: string; leavesOut: string };

export const SECTIONS: readonly Section[] = [
  {
    name: 'order-intake',
    measures:
      'Bytes of 100-order pages in memory → the channel’s schemas → `applyOrders`, committed, one connection, one page after the other, after a hundred pages of warm-up. `webhook-to-commit`: the bytes of a signed webhook → hint on disk → job → the order applied, one at a time.',
    control: 'The same rows, ready as text, by batched `unnest` into copies of the tables; for a webhook in two transactions.',
    leavesOut:
      'HTTP, the sweep’s own two updates per page, the browser’s refetch. The control has neither row security, foreign keys, encryption, parsing nor a look at what is already there: it is a ceiling, not a rival.',
  },
  {
    name: 'dashboard',
    measures:
      '`analytics/overview` and `analytics/markets`: 30 days and the 30 before, twelve shops, of a merchant with all the orders and one with a tenth of them. `…-growth` sets the medians of the two beside each other: its control is the tenth.',
    control: 'The same sums from the orders, with a covering index of their own.',
    leavesOut: 'HTTP and JSON. The orders have no lines and are spread evenly. The market × product matrix is not built yet.',
  },
  {
    name: 'performance',
    measures:
      'After one order has moved or one buyer was answered: late dispatch and seller-fault cancellation of twelve shops, each judged by its table, with the counts behind service and quality, from the roll-ups and the window’s edges; of a merchant with all the orders and one with a hundredth of them (100 k beside 10 M). `performance-growth` sets the two medians beside each other.',
    control: 'The same counts from the orders of the window, each looked at, past row security.',
    leavesOut:
      'HTTP and the forecast, which looks at up to 1,000 open orders of each shop one by one. The orders are spread evenly; every tenth is late and asked about, every fortieth scolded; what buyers send back is not in it.',
  },
  {
    name: 'order-list',
    measures:
      'The built server in a process of its own, eight askers over HTTP with an API key, 50 orders a page: page 1, page 500, a status in a market, a buyer’s Chinese name.',
    control: 'The keyset query a person would write for that page alone: prepared, eight connections, past row security, no HTTP.',
    leavesOut:
      'A browser. The askers share the processors with server and database, which the control’s do as well. A page is five round trips to the database (the key, which a revocation must stop at once; BEGIN with the merchant; the shops; the page; COMMIT) and one of HTTP, the control’s is one: that is what is missing to half of it.',
  },
  {
    name: 'desk',
    measures:
      'As `order-list`, of the orders still to be worked, the most urgent first: page 1, page 500, a bucket of a market, a tag in a bucket. `desk-counts`: the counts of all buckets, one asker.',
    control: 'The keyset query a person would write for that page alone, over the same tables; for the counts the same sums from the rows.',
    leavesOut:
      'As `order-list`. The control reads neither holds, reviews, exceptions, tags nor the warehouse of a row, which the page shows.',
  },
  {
    name: 'stock',
    measures:
      'Reservations by 32 clients, of one SKU and of a thousand in turn, each kept with its ledger row; callers of the same moment are joined. Then three processes ask for twice the units there are, and exactly those are sold. `stock-push`: a count by a person → committed → planned → twelve shops of the sandbox have answered that they show the number; its `value` is the 99th percentile of all arrivals.',
    control:
      'One conditional UPDATE for each, prepared, on 32 connections, past row security, into a table of two columns. For the push the twelve signed calls alone, all at once.',
    leavesOut:
      'HTTP in. The control keeps neither reservation nor ledger nor who asked, so it cannot be asked twice and cannot be taken back.',
  },
  {
    name: 'import',
    measures:
      'A workbook of SKUs, four to a product: handed in, read as a stream, every row checked against the file and the catalogue and kept with its verdict; then taken in, with costs. `import-memory` is what the process holds more while it works.',
    control: 'COPY of the rows that came of it, from a file on the same disk into empty copies of the three tables, indexes included.',
    leavesOut:
      'HTTP and the person who looks at what the file would do. The control reads no workbook, checks nothing and can undo nothing.',
  },
  {
    name: 'publish',
    measures:
      'Products × twelve shops, from “send” until the platform has each: every pair judged by the gate, stock, prices and the category’s demands in slices, sent once with the look back that a kill needs, in a lane for each shop.',
    control: 'A script that keeps a list: read the product, “sending”, the same call, “sent”, on as many connections; it judges nothing.',
    leavesOut: 'The platform’s own time and the way there: it lies in memory. The pictures’ bytes are small.',
  },
  {
    name: 'labels',
    measures:
      'Labels of one shop, from the request to one file: a signed question and a download for each from the sandbox, sixteen at a time, each sealed and kept as it comes; then all read again, merged and kept.',
    control: 'The same bytes merged by the same library, and nothing else.',
    leavesOut: 'The time in which the platform makes a label: all are ready. HTTP in, and the download by the person.',
  },
  {
    name: 'fulfilment',
    measures:
      'Parcels of the shops of two sellers, from “ship” until the sandbox has answered for each: every order judged, each parcel kept as an intent, looked at once more before its call, sent in the platform’s batches through the budget of requests that it allows. `fulfilment-requests` is how many requests a second that were.',
    control:
      'The same calls for as many other parcels straight through the connector, a row of batches for each shop at once; nothing is kept.',
    leavesOut:
      'The shops of the United States, where a label is bought for one parcel a call. The sandbox answers from the same processors.',
  },
  {
    name: 'inbox',
    measures:
      'As `order-list`, of conversations: the newest, page 500 of them, the unread of a market that are not set aside, who waits by when their time ends, and two words of what was said.',
    control: 'The keyset query a person would write for that page alone, over the same tables.',
    leavesOut:
      'As `order-list`. The control reads neither labels nor working hours, which the page shows. Two messages a conversation, four words each.',
  },
  {
    name: 'messages',
    measures:
      'A buyer’s message at the sandbox → webhook → the built server asks, commits, notifies → the event stream of the agent who has the conversation open → what the page then asks for holds the words. Fifty agents are connected, each with a conversation and a list, and fifty messages a second come. `value` is the 99th percentile of all messages.',
    control:
      'A bare server that is asked to and writes as many bytes to one open stream: a round trip on this machine, also its 99th percentile.',
    leavesOut: 'The browser’s drawing. Sandbox, server, database and the fifty agents share the processors.',
  },
  {
    name: 'events',
    measures: 'One change → NOTIFY → each open event stream of the built server. `value` is the 95th percentile of all arrivals.',
    control: 'A bare server that writes the same bytes to as many streams when it is asked.',
    leavesOut: 'The browser’s refetch.',
  },
  {
    name: 'start',
    measures:
      '`tradewind serve` until /readyz, on an empty and on a known DATA_DIR; `idle-memory` is the server’s own, five seconds after.',
    control: 'The embedded database alone.',
    leavesOut: 'The first install and build, the sandbox, and the database’s memory.',
  },
];

export function readmeOf(results: ReadonlyMap<string, Result>): string {
  return [INTRODUCTION, ...SECTIONS.map((section) => sectionOf(section, results.get(section.name)))].join('\n');
}

const INTRODUCTION = `<!-- Made by \`npm run bench -- all --write\`; do not edit. The words are in bench/readme.ts. -->
# Benches

What is fast, and beside what. Each figure stands beside a control: the same work by the shortest means, done in turns within the same
minute. \`ratio\` is value ÷ control. For rates more is better: 0.5 is half of what the control does. For ms less is better.

## How to run
\`\`\`sh
npm run bench -- order-intake              # one bench at its usual size; --size N for another
npm run bench -- all --small               # all at a hundredth or less, to see that they work; CI plays every other one
npm run bench -- all --write               # all at the size of their goals, then this page anew
npm run bench -- --clean                   # removes the kept database of the large sizes
\`\`\`
- On a machine that does nothing else. The ratio bears some noise, value and control alone do not.
- Each makes a database of its own (the embedded PostgreSQL, fsync on) and removes it. From five million orders on it lies in
  \`.tradewind-bench\`, stays for the next run and goes with \`--clean\`; free space is looked at first.
- Each bench checks that both sides did the same (equal rows, equal counts) and ends with exit code 1 if not. Goals are printed
  as met or missed and never asserted: a busy machine is not a slow program.

## How to read a line
Each figure is one line of JSON on standard output. \`p50\` and \`p95\` are milliseconds of one run of the work: a page of 100 orders, one
question, one start. \`load\` is the machine's load average, the bench's own work included. \`loadSeconds\` is what making the rows took and
\`diskMegabytes\` what they take. \`goal\` and \`met\` are null where none is set.
`;

function sectionOf({ name, measures, control, leavesOut }: Section, result: Result | undefined): string {
  const words = `## ${name}\n${measures}\n\nControl: ${control} Left out: ${leavesOut}\n`;
  return result ? `${words}\n${tableOf(result.figures)}\n\n${machineOf(result)}\n` : `${words}\nNot kept yet.\n`;
}

function tableOf(figures: readonly PrintedFigure[]): string {
  const rows = figures.map(({ bench, size, value, unit, control, ratio, p50, p95, goal, met }) => [
    bench,
    size.toLocaleString('en'),
    `${amount(value)} ${unit}`,
    control === null ? '–' : `${amount(control)} ${unit}`,
    amount(ratio),
    amount(p50),
    amount(p95),
    goal === null ? '–' : `${goal}: ${met ? 'met' : 'missed'}`,
  ]);
  const head = ['figure', 'size', 'value', 'control', 'ratio', 'p50 ms', 'p95 ms', 'goal'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const amount = (value: number | null): string => (value === null ? '–' : value.toLocaleString('en', { maximumSignificantDigits: 3 }));

function machineOf({ machine, figures }: Result): string {
  const [first] = figures;
  if (!first) return '';
  const made = first.loadSeconds === undefined ? '' : ` · rows made in ${first.loadSeconds} s, ${first.diskMegabytes ?? 0} MB on disk`;
  const { processor, memoryGigabytes, system } = machine;
  return `${processor}, ${first.cores} cores, ${memoryGigabytes} GB, ${system} · Node ${first.node} · PostgreSQL ${first.postgres} · load ${Math.max(...figures.map((figure) => figure.load))}${made}`;
}
