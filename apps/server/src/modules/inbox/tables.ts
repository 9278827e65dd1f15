import type { ChannelMessage, MessageKind, OutgoingMessage } from '@tradewind/channels';
import type { ColumnType, Generated } from 'kysely';

/** planned → sent → confirmed | rejected | unknown; unknown → looked for in the conversation, then one of the others. */
export type MessageIntent = 'planned' | 'sent' | 'unknown' | 'confirmed' | 'rejected' | 'discarded';
export type ImageState = 'waiting' | 'kept' | 'unusable' | 'passed';

/** Written as text; a row that does not say it has the table's default. */
type Json<T> = ColumnType<T, string | undefined, string>;

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    conversation: {
      merchant_id: string;
      id: string;
      shop_id: string;
      channel_conversation_id: string;
      created_at: Date;
      latest_at: Date;
      latest_message_id: string | null;
      read_for: string | null;
      buyer_hash: string | null;
      buyer_name: string;
      read_up_to: number;
      read_told: number;
      assignee_id: string | null;
      assignee_name: string | null;
      aside_up_to: number | null;
      aside_until: Date | null;
      unread: Generated<number>;
      waiting_since: Generated<Date | null>;
      heard_up_to: Generated<number>;
      heard_at: Generated<Date | null>;
      shown_message_id: Generated<string | null>;
      has_terms: Generated<boolean>;
    };
    conversation_presence: {
      merchant_id: string;
      conversation_id: string;
      person_id: string;
      person_name: string;
      seen_at: Date;
      typed_at: Date | null;
    };
    conversation_draft: {
      merchant_id: string;
      conversation_id: string;
      person_id: string;
      body: string;
      begun_sequence: number;
      begun_place: number;
      changed_at: Date;
    };
    inbox_term: { merchant_id: string; field: 'message' | 'buyer'; term: string; at: Date; id: string };
    conversation_note: {
      merchant_id: string;
      id: string;
      conversation_id: string;
      body: string;
      written_by: string;
      written_at: Date;
      mentions: Json<{ id: string; name: string }[]>;
    };
    message: {
      merchant_id: string;
      id: string;
      shop_id: string;
      conversation_id: string;
      channel_message_id: string;
      sequence: number;
      sender: ChannelMessage['from'];
      kind: MessageKind;
      body: string;
      image_url: string | null;
      image_width: number | null;
      image_height: number | null;
      image_state: ImageState | null;
      image_type: string | null;
      channel_order_id: string | null;
      channel_product_id: string | null;
      sent_at: Date;
      deleted_at: Date | null;
      has_terms: Generated<boolean>;
    };
    message_image: {
      merchant_id: string;
      id: string;
      conversation_id: string;
      media_type: string;
      bytes: number;
      sha256: string;
      uploaded_at: Date;
    };
    saved_reply: {
      merchant_id: string;
      id: string;
      title: string;
      body: string;
      texts: Json<Record<string, string>>;
      changed_by: string;
      changed_at: Date;
    };
    outgoing_message: {
      merchant_id: string;
      id: string;
      shop_id: string;
      conversation_id: string;
      place: number;
      kind: OutgoingMessage['kind'];
      body: string;
      image_id: string | null;
      image_url: string | null;
      image_width: number | null;
      image_height: number | null;
      channel_order_id: string | null;
      channel_product_id: string | null;
      intent: MessageIntent;
      failure_code: string | null;
      channel_message_id: string | null;
      after_sequence: number | null;
      asked_by_kind: 'user' | 'api-key';
      asked_by_id: string;
      asked_by: string;
      planned_at: Date;
      sent_at: Date | null;
      ended_at: Date | null;
      typed_body: string | null;
      typed_language: string | null;
      body_language: string | null;
    };
    buyer_turn: {
      merchant_id: string;
      id: string;
      shop_id: string;
      conversation_id: string;
      asked_message_id: string;
      asked_at: Date;
      replied_at: Date | null;
      replied_message_id: ColumnType<string | null, string | null | undefined>;
    };
    rollup_turn: {
      merchant_id: string;
      shop_id: string;
      slot_seconds: number;
      slot_at: Date;
      turns: number;
      replied: number;
      waited_seconds: number;
      within_24h: number;
      within_48h: number;
    };
  }
}
