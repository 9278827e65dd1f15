import { CommentOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { useIsPhone, useMedia } from '../../shared/use-media.ts';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { BuyerSide } from './buyer-side.tsx';
import { ConversationList } from './conversation-list.tsx';
import { useInboxKeys } from './inbox-keys.ts';
import { lookOf } from './inbox-look.ts';
import { KeyHelp } from './key-help.tsx';
import { AcceptingSwitch } from './team/accepting-switch.tsx';
import { Thread } from './thread.tsx';
import './inbox.css';

/** Which buyers wait for an answer, and what do they need? */
export function InboxPage() {
  const { t } = useTranslation();
  const [isHelping, setHelping] = useState(false);
  const isPhone = useIsPhone();
  return (
    <>
      <PageHeader
        title={t('nav.inbox')}
        answer={isPhone ? undefined : t('inbox.question')}
        actions={
          isPhone ? (
            <AcceptingSwitch />
          ) : (
            <>
              <AcceptingSwitch />
              <Button type="text" icon={<QuestionCircleOutlined />} onClick={() => setHelping(true)}>
                {t('inbox.keys.title')}
              </Button>
            </>
          )
        }
      />
      <Requires scope="buyers:read">
        <Inbox isHelping={isHelping} help={() => setHelping(true)} />
        {isHelping && <KeyHelp close={() => setHelping(false)} />}
      </Requires>
    </>
  );
}

function Inbox({ isHelping, help }: { isHelping: boolean; help: () => void }) {
  const { t } = useTranslation();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const look = useMemo(() => lookOf(search), [search]);
  const isPhone = useIsPhone();
  const hasSide = useMedia('(min-width: 1200px)');
  const [isBuyerShown, setBuyerShown] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const { open } = look;
  useInboxKeys({
    page,
    isOff: isHelping || isBuyerShown,
    openId: open,
    open: (id) => setSearch({ open: id, message: undefined }, true),
    help,
  });
  return (
    <div className="panel inbox" ref={page} data-testid="inbox">
      {(!isPhone || !open) && <ConversationList look={look} />}
      {open && (
        <Thread
          key={open}
          conversationId={open}
          messageId={look.message}
          isPhone={isPhone}
          showBuyer={hasSide ? null : () => setBuyerShown(true)}
        />
      )}
      {!open && !isPhone && (
        <div className="inbox-none muted">
          <CommentOutlined />
          <p>{t('inbox.choose')}</p>
        </div>
      )}
      {open && hasSide && (
        <aside className="inbox-side" aria-label={t('inbox.side.title')}>
          <BuyerSide conversationId={open} />
        </aside>
      )}
      {open && !hasSide && isBuyerShown && (
        <Drawer open onClose={() => setBuyerShown(false)} size={isPhone ? '100%' : 420} title={t('inbox.side.title')}>
          <BuyerSide conversationId={open} />
        </Drawer>
      )}
    </div>
  );
}
