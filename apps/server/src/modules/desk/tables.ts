import type { ColumnType } from 'kysely';
import type { Bucket } from './buckets.ts';

type Json<T> = ColumnType<T, string, string>;

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    desk_mark: {
      merchant_id: string;
      order_id: string;
      held_at: Date | null;
      hold_reason: string | null;
      held_by: string | null;
      hold_rule_id: string | null;
      packed_at: Date | null;
      packed_by: string | null;
      assignee_id: string | null;
      assignee_name: string | null;
      warehouse_id: string | null;
    };
    desk_review: {
      merchant_id: string;
      order_id: string;
      cause: string;
      reason: string;
      rule_id: string | null;
      raised_at: Date;
      passed_at: Date | null;
      passed_by: string | null;
    };
    desk_trouble: { merchant_id: string; order_id: string; code: string; reason: string; due_at: Date | null; raised_at: Date };
    desk_tag: {
      merchant_id: string;
      order_id: string;
      tag: string;
      tagged_by: string;
      tagged_at: Date;
      bucket: Bucket | null;
      deadline_at: Date | null;
    };
    desk_event: {
      merchant_id: string;
      order_id: string;
      id: string;
      at: Date;
      kind: string;
      actor_kind: 'user' | 'api-key' | 'rule' | 'system';
      actor_name: string;
      task_id: string | null;
      facts: Json<Record<string, string | number | null>>;
    };
    desk_order: {
      merchant_id: string;
      order_id: string;
      shop_id: string;
      channel_order_id: string;
      bucket: Bucket;
      deadline_at: Date;
      currency: string;
      total_minor: number;
      warehouse_id: string | null;
      carrier: string | null;
      assignee_id: string | null;
    };
    desk_line: { merchant_id: string; order_id: string; sku_folded: string; deadline_at: Date };
    desk_count: {
      merchant_id: string;
      shop_id: string;
      unpaid: number;
      platform_hold: number;
      held: number;
      to_review: number;
      to_pack: number;
      to_ship: number;
      waiting_pickup: number;
      exception: number;
    };
    desk_task: {
      merchant_id: string;
      id: string;
      action: Json<unknown>;
      filter: ColumnType<unknown, string | null, string | null>;
      found_up_to: string | null;
      shop_ids: string[];
      state: 'finding' | 'running' | 'done' | 'cancelled';
      total: number;
      done: number;
      unchanged: number;
      refused: number;
      actor_kind: 'user' | 'api-key';
      actor_id: string;
      actor_name: string;
      request_id: string;
      created_at: Date;
      finished_at: Date | null;
    };
    desk_task_row: {
      merchant_id: string;
      task_id: string;
      order_id: string;
      state: 'waiting' | 'done' | 'unchanged' | 'refused' | 'cancelled';
      code: string | null;
    };
  }
}
