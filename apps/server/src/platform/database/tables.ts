/**
 * The tables as Kysely sees them. Both are empty here: each module declares its own beside the SQL it writes,
 *
 *   declare module '../../platform/database/tables.ts' {
 *     interface TenantTables { order: OrderTable }
 *     interface SystemTables { 'system.shop_directory': ShopDirectoryTable }
 *   }
 *
 * Tenant tables go by their plain name (the app role's search_path is `tenant`), system tables by 'system.name'.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the modules' declarations
export interface TenantTables {}
// biome-ignore lint/suspicious/noEmptyInterface: filled by the modules' declarations
export interface SystemTables {}
