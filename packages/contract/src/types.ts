/** Types only, for programs that must not load zod (the web). */
import type { z } from 'zod';
import type * as accounts from './routes/accounts.ts';
import type * as developer from './routes/developer.ts';
import type * as insights from './routes/insights.ts';
import type * as notifications from './routes/notifications.ts';
import type * as orders from './routes/orders.ts';
import type * as people from './routes/people.ts';
import type * as views from './routes/views.ts';
import type { money } from './shapes.ts';

export type { RouteId, Routes } from './all-routes.ts';
export type { Problem, ProblemCode } from './codes.ts';
export type { ChangedHint, HintType } from './events.ts';
export type { NotificationKind } from './notifications.ts';
export type { Role, Scope } from './roles.ts';
export type { AnswerOf, ParsedOf, RequestOf } from './route.ts';

export type Money = z.output<typeof money>;
export type LegalEntity = z.output<typeof accounts.legalEntity>;
export type Shop = z.output<typeof accounts.shop>;
export type ShopTrouble = z.output<typeof accounts.shopTrouble>;
export type ShopAuthorization = z.output<typeof accounts.shopAuthorization>;
export type Member = z.output<typeof accounts.member>;
export type Invitation = z.output<typeof people.invitation>;
export type Session = z.output<typeof people.session>;
export type Profile = z.output<typeof people.profile>;
export type OrderStatus = z.output<typeof orders.orderStatus>;
export type OrderSummary = z.output<typeof orders.orderSummary>;
export type OrderDetail = z.output<typeof orders.orderDetail>;
export type PackageView = z.output<typeof orders.packageView>;
export type Listing = z.output<typeof orders.listing>;
export type Figures = z.output<typeof insights.figures>;
export type Overview = z.output<typeof insights.overview>;
export type MarketFigures = z.output<typeof insights.marketFigures>;
export type FxUsed = z.output<typeof insights.fxUsed>;
export type ApiKey = z.output<typeof developer.apiKey>;
export type SavedView = z.output<typeof views.savedView>;
export type Notification = z.output<typeof notifications.notification>;
