/** What people are told of, who read it, and for how long it is kept. Which facts are worth telling is the modules' business. */
import './tables.ts';

export { notificationHandlers } from './handlers.ts';
export { keepPurging, purgeNotificationsHandler } from './purge.ts';
export { raise, readdress, reconcile, settle, settleMany } from './raise.ts';
