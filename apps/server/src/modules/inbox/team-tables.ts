import type { AssignmentRuleView, ConversationLabel, InboxMacro } from '@tradewind/contract';
import type { WorkingHours } from '@tradewind/rules/working-hours';
import type { ColumnType } from 'kysely';

type Json<T> = ColumnType<T, string, string>;

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    working_hours: {
      merchant_id: string;
      shop_id: string;
      week: Json<WorkingHours['week']>;
      holidays: Json<WorkingHours['holidays']>;
      first_answer_minutes: number;
      changed_by: string;
      changed_at: Date;
    };
    conversation_label: {
      merchant_id: string;
      id: string;
      name: string;
      colour: ConversationLabel['colour'];
      created_at: Date;
    };
    labelled_conversation: { merchant_id: string; conversation_id: string; label_id: string; put_by: string; put_at: Date };
    inbox_agent: { merchant_id: string; member_id: string; is_accepting: boolean; changed_by: string; changed_at: Date };
    assignment_rule: {
      merchant_id: string;
      id: string;
      rank: number;
      version: number;
      name: string;
      is_live: boolean;
      shop_ids: string[];
      markets: string[];
      languages: string[];
      hours: AssignmentRuleView['hours'];
      member_ids: string[];
      chosen_by: AssignmentRuleView['by'];
      most_open: number | null;
      last_member_id: string | null;
      changed_by: string;
      changed_at: Date;
    };
    rule_assignment: { merchant_id: string; id: string; conversation_id: string; rule_id: string; member_id: string; at: Date };
    inbox_macro: {
      merchant_id: string;
      id: string;
      name: string;
      shortcut: InboxMacro['key'];
      acts: Json<InboxMacro['acts']>;
      changed_by: string;
      changed_at: Date;
    };
  }
}
