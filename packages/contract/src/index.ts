export * from './all-routes.ts';
export * from './codes.ts';
export * from './events.ts';
export * from './roles.ts';
export * from './route.ts';
export { orderStatuses } from './routes/orders.ts';
export { SESSIONS_SHOWN } from './routes/people.ts';
export type * from './types.ts';
