import { FilterOutlined, InboxOutlined, LockOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';

/** Never a blank table: first use says what to do, no match how to widen, no right whom to ask. */
export type EmptyKind = 'first-use' | 'no-match' | 'no-right';

const icons: Record<EmptyKind, ReactNode> = {
  'first-use': <InboxOutlined />,
  'no-match': <FilterOutlined />,
  'no-right': <LockOutlined />,
};

type EmptyProps = { kind: EmptyKind; title: string; text: ReactNode; action?: ReactNode; isPage?: boolean };

/** `isPage`: nothing else is on the page, so its title is the page's. */
export function EmptyState({ kind, title, text, action, isPage = false }: EmptyProps) {
  const Title = isPage ? 'h1' : 'h2';
  return (
    <div className="empty-state" data-kind={kind}>
      <span className="empty-icon">{icons[kind]}</span>
      <Title>{title}</Title>
      <p>{text}</p>
      {action}
    </div>
  );
}
