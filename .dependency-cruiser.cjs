// Who may import whom. Each rule's comment is the sentence that a failing build prints: it says what to do instead.
// tools/boundaries.test.ts plants one violation per rule; a rule added here needs its fault there.
const TESTS = '(\\.test\\.tsx?$|/testing\\.ts$|/testing/)';

module.exports = {
  forbidden: [
    {
      name: 'no-unresolvable',
      comment:
        'This import resolves to no file, so no other rule can see through it: mend the path, or declare the door in the package’s exports.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file and it imports nothing: wire it in or delete it.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          TESTS,
          '\\.d\\.ts$',
          '\\.generated\\.ts$',
          '(^|/)[^/]+\\.config\\.ts$',
          '/src/main\\.tsx?$',
          '^apps/web/(public|src/app/boot)',
          '/tables\\.ts$',
        ],
      },
      to: {},
    },
    {
      name: 'no-cycles',
      comment: 'These files import each other in a circle: move what both need into a file below them.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'contract-is-a-leaf',
      comment:
        'The contract says what crosses a wire and imports nothing of ours: move the thing into the contract, or keep it out of the wire.',
      severity: 'error',
      from: { path: '^packages/contract/src' },
      to: { path: '^(packages|apps)/', pathNot: '^packages/contract/' },
    },
    {
      name: 'rules-are-pure',
      comment: 'Rules import only the contract: pass what the rule needs as an argument.',
      severity: 'error',
      from: { path: '^packages/rules/src', pathNot: '\\.test\\.ts$' },
      to: { path: '^(packages/(?!rules/|contract/)|apps/)' },
    },
    {
      name: 'rules-no-node',
      comment: 'Rules run in the browser too and use no Node module: pass the value in.',
      severity: 'error',
      from: { path: '^packages/rules/src', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'channels-know-no-app',
      comment: 'A channel speaks to a platform and knows neither the program around it nor the rules: hand it values through its port.',
      severity: 'error',
      from: { path: '^packages/channels/src' },
      to: { path: '^(apps/|packages/rules/)' },
    },
    {
      name: 'one-channel-not-another',
      comment: 'One channel never imports another: what two of them need lies in channels/src/shared.',
      severity: 'error',
      from: { path: '^packages/channels/src/([^/]+)/' },
      to: { path: '^packages/channels/src/[^/]+/', pathNot: '^packages/channels/src/($1|shared)/' },
    },
    {
      name: 'web-sees-contract-and-rules-only',
      comment: 'The web UI sees the contract and the rules only: ask the server through a route.',
      severity: 'error',
      from: { path: '^apps/web/src' },
      to: { path: '^(packages/(?!contract/|rules/)|apps/(?!web/))' },
    },
    {
      name: 'web-carries-no-schemas',
      comment:
        'The web UI takes types, the route table, roles, codes, kinds of notification and of intent from the contract, and asks the server what a policy says: their schemas would bring zod into the browser.',
      severity: 'error',
      from: { path: '^apps/web/src', pathNot: TESTS },
      to: {
        path: '^packages/(contract/src|rules/src/policies)/',
        pathNot:
          '^packages/(contract/src/(types|route-table\\.generated|roles|codes|notifications|intents)|rules/src/policies/categories)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'sandbox-stands-alone',
      comment: 'The sandbox imports nothing of ours: sharing our code it would only confirm our own mistakes.',
      severity: 'error',
      from: { path: '^apps/sandbox/src' },
      to: { path: '^(packages/|apps/(?!sandbox/))' },
    },
    {
      name: 'sandbox-is-for-tests',
      comment: 'The product knows the sandbox by its address only: no product file imports it.',
      severity: 'error',
      from: { path: '^(packages/|apps/(?!sandbox/))', pathNot: TESTS },
      to: { path: '^apps/sandbox/' },
    },
    {
      name: 'module-door-only',
      comment: 'Modules enter each other by index.ts only: export what is needed there.',
      severity: 'error',
      from: { path: '^apps/server/src/modules/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^apps/server/src/modules/[^/]+/.+',
        pathNot: ['^apps/server/src/modules/$1/', '^apps/server/src/modules/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'module-door-only-tests',
      comment: 'A test enters another module by its index.ts or testing.ts only.',
      severity: 'error',
      from: { path: '^apps/server/src/modules/([^/]+)/.*\\.test\\.ts$' },
      to: {
        path: '^apps/server/src/modules/[^/]+/.+',
        pathNot: ['^apps/server/src/modules/$1/', '^apps/server/src/modules/[^/]+/(index|testing)\\.ts$'],
      },
    },
    {
      name: 'platform-below-modules',
      comment: 'The platform knows no business: pass the module’s function in from main.ts.',
      severity: 'error',
      from: { path: '^apps/server/src/platform/', pathNot: '\\.test\\.ts$' },
      to: { path: '^apps/server/src/modules/' },
    },
    {
      name: 'one-way-to-the-database',
      comment: 'Only platform/database opens connections, so that withMerchant stays the only way to a tenant’s rows: use it.',
      severity: 'error',
      from: { path: '^apps/server/src/', pathNot: ['^apps/server/src/platform/database/', TESTS] },
      to: { path: '^node_modules/pg(-pool)?/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'default'] },
  },
};
