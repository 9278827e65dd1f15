import { FilterOutlined, InboxOutlined, LockOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';

/** Never a blank table: first use says what to do, no match how to widen, no right whom to ask. */
export type EmptyKind = 'first-use' | 'no-match' | 'no-right';

const icons: Record<EmptyKind, ReactNode> = {
  'first-use': <InboxOutlined />,
  'no-match': <FilterOutlined />,
  'no-right': <LockOutlined />,
};

export function EmptyState({ kind, title, text, action }: { kind: EmptyKind; title: string; text: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty-state" data-kind={kind}>
      <span className="empty-icon">{icons[kind]}</span>
      <h2>{title}</h2>
      <p>{text}</p>
      {action}
    </div>
  );
}
