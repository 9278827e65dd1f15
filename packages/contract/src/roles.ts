/** What one may do, by noun. A route names exactly one; roles and API keys carry a list. */
export const scopes = [
  'shops:read',
  'shops:write',
  'orders:read',
  'orders:write',
  'buyers:read',
  'buyers:erase',
  'returns:write',
  'listings:read',
  'listings:write',
  'products:read',
  'products:write',
  'costs:read',
  'costs:write',
  'penalties:read',
  'penalties:write',
  'documents:read',
  'documents:write',
  'programmes:write',
  'analytics:read',
  'fx-rates:write',
  'finance:read',
  'finance:write',
  'stock:read',
  'stock:write',
  'tasks:read',
  'members:read',
  'members:write',
  'api-keys:write',
  'audit:read',
] as const;
export type Scope = (typeof scopes)[number];

export const roles = ['owner', 'operations', 'listing', 'warehouse', 'service', 'finance', 'viewer'] as const;
export type Role = (typeof roles)[number];

const reading: Scope[] = [
  'shops:read',
  'orders:read',
  'listings:read',
  'products:read',
  'penalties:read',
  'analytics:read',
  'finance:read',
  'stock:read',
  'tasks:read',
];

/**
 * Buyer names, phones and addresses are for those who ship and answer; money rates for those who book, what goods cost for those too and for
 * those who decide; papers, which may show a person's
 * identity, for those who open shops and list.
 */
export const scopesOfRole: Record<Role, readonly Scope[]> = {
  owner: scopes,
  operations: [
    ...reading,
    'orders:write',
    'returns:write',
    'listings:write',
    'products:write',
    'costs:read',
    'costs:write',
    'documents:read',
    'documents:write',
    'programmes:write',
    'orders:write',
    'buyers:read',
    'penalties:write',
    'shops:write',
    'finance:write',
    'stock:write',
    'members:read',
    'audit:read',
  ],
  listing: [
    'shops:read',
    'listings:read',
    'listings:write',
    'products:read',
    'products:write',
    'stock:read',
    'documents:read',
    'documents:write',
    'programmes:write',
    'tasks:read',
  ],
  warehouse: [
    'shops:read',
    'orders:read',
    'orders:write',
    'buyers:read',
    'listings:read',
    'products:read',
    'stock:read',
    'stock:write',
    'tasks:read',
  ],
  service: [
    'shops:read',
    'orders:read',
    'orders:write',
    'returns:write',
    'buyers:read',
    'listings:read',
    'products:read',
    'penalties:read',
    'penalties:write',
    'tasks:read',
  ],
  finance: [...reading, 'costs:read', 'costs:write', 'documents:read', 'fx-rates:write', 'finance:write', 'audit:read'],
  viewer: reading,
};
