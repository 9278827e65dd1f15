import { ClockCircleOutlined, LoadingOutlined, QuestionCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { addressOf, call } from '../../shared/api/call.ts';
import { WrittenText } from '../../shared/widgets/written-text.tsx';
import type { Outgoing } from './inbox-look.ts';
import { useAct } from './use-inbox.ts';

const icons: Partial<Record<Outgoing['state'], ReactNode>> = {
  planned: <ClockCircleOutlined />,
  sent: <LoadingOutlined />,
  unknown: <QuestionCircleOutlined />,
  rejected: <WarningOutlined />,
};

/** What was asked to be sent and is not among the messages yet: where it stands, and what a person can do. */
export function OutgoingBubble({ outgoing }: { outgoing: Outgoing }) {
  const { t } = useTranslation();
  const { id: outgoingMessageId, conversationId, state, failureCode, askedBy } = outgoing;
  const mayWrite = useCan('returns:write');
  const request = { params: { conversationId, outgoingMessageId }, body: {} };
  const retry = useAct(() => call('outgoing-messages.retry', request));
  const discard = useAct(() => call('outgoing-messages.discard', request));
  const isRejected = state === 'rejected';
  return (
    <li className="bubble" data-sender="seller" data-testid="outgoing" data-state={state}>
      <div className="bubble-body" dir="auto" data-state={state}>
        <Body outgoing={outgoing} />
      </div>
      <span className={isRejected ? 'bubble-foot tone-losing' : 'bubble-foot muted'} role="status">
        {icons[state]} {askedBy.name} · {t(`inbox.outgoing.${state}`)}
        {isRejected && failureCode && <> ({failureCode})</>}
      </span>
      {isRejected && mayWrite && (
        <span className="bubble-acts">
          {failureCode !== 'buyer-erased' && (
            <Button size="small" loading={retry.isPending} onClick={() => retry.mutate(undefined)} data-testid="outgoing-retry">
              {t('inbox.outgoing.retry')}
            </Button>
          )}
          <Button
            size="small"
            type="text"
            loading={discard.isPending}
            onClick={() => discard.mutate(undefined)}
            data-testid="outgoing-discard"
          >
            {t('inbox.outgoing.discard')}
          </Button>
        </span>
      )}
    </li>
  );
}

function Body({ outgoing: { kind, text, imageId, channelOrderId, channelProductId, conversationId } }: { outgoing: Outgoing }) {
  const { t } = useTranslation();
  if (kind === 'text') return <WrittenText text={text} />;
  if (kind === 'image' && imageId) {
    const address = addressOf('message-images.file', { params: { conversationId, imageId } });
    return <img className="bubble-image" src={address} alt={t('inbox.image.alt')} />;
  }
  return (
    <>
      <span className="bubble-kind">{t(`inbox.kinds.${kind}`)}</span>
      <span className="num">{channelOrderId ?? channelProductId}</span>
    </>
  );
}
